package org.placeherd.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.placeherd.journal.JournalFile.Kind;

/// The segments of a journal: the one being written, those behind it, and the spares. Also the
/// snapshots, as files that go when a new one replaces them. Not thread-safe.
///
/// Two rules make every crash harmless. A name is durable before anything depends on it. And a
/// segment is sealed before the next one has its name, so every segment but the last has an END.
final class SegmentFiles {
  /// By how many times the room made ahead grows once there is traffic.
  private static final int EXTEND_FASTER = 4;

  private final Disk disk;
  private final String server;
  private final JournalSettings settings;
  private final Spares spares;

  /// Files that a new snapshot makes needless: segments that are no longer written, and snapshots.
  private final List<ReadFile> older = new ArrayList<>();

  private @Nullable Segment current;
  private long nextNumber = 1;

  /// A file that is only read from now on.
  private record ReadFile(JournalFile file, long bytes, boolean damaged) {
    ReadFile(FileScan scan) {
      this(scan.file(), scan.end(), scan.isDamaged());
    }
  }

  SegmentFiles(Disk disk, String server, JournalSettings settings) {
    this.disk = disk;
    this.server = server;
    this.settings = settings;
    this.spares = new Spares(disk, settings.spareSegments());
  }

  /// Takes over what another process left: clears away what does not count, and seals the last
  /// segment where its last group ends, or goes on with it if it has none.
  void takeOver(DirectoryScan scan) throws IOException {
    for (JournalFile file : scan.files(Kind.SPARE)) {
      spares.found(file);
    }
    for (JournalFile file : scan.files(Kind.PART)) {
      disk.delete(file.name());
    }
    for (JournalFile file : scan.files(Kind.SNAPSHOT)) {
      if (file.number() < scan.firstSegment()) {
        disk.delete(file.name());
      }
    }
    for (JournalFile file : scan.files(Kind.SEGMENT)) {
      if (file.number() < scan.firstSegment() && !spares.recycle(file)) {
        disk.delete(file.name());
      }
    }
    disk.syncDirectory();
    nextNumber = scan.lastNumber() + 1;
    scan.snapshots().forEach(snapshot -> older.add(new ReadFile(snapshot)));
    for (FileScan segment : scan.segments()) {
      boolean last = segment.file().number() == nextNumber - 1;
      if (last && segment.isEmpty()) {
        current = Segment.begin(segment.file().number(), disk.open(segment.file().name()), server);
      } else {
        if (last) {
          Segment.seal(disk, segment);
        }
        older.add(new ReadFile(segment));
      }
    }
  }

  /// The segment to write to, with room for a group of `bytes`.
  ///
  /// @param busy whether there is traffic, so that room is made in larger steps
  /// @throws DiskFullException when there is no room; what was there stays
  Segment withRoom(long bytes, boolean busy) throws IOException {
    Segment segment = current;
    if (segment == null) {
      segment = roll();
    } else if (segment.position() >= settings.segmentBytes()) {
      segment = rollIfPossible(segment);
    }
    long step = settings.extendBytes() * (busy ? EXTEND_FASTER : 1);
    try {
      segment.extend(bytes, step);
      return segment;
    } catch (DiskFullException e) {
      if (spares.size() == 0) {
        throw e;
      }
      Segment next = roll();
      next.extend(bytes, step);
      return next;
    }
  }

  private Segment rollIfPossible(Segment segment) throws IOException {
    try {
      return roll();
    } catch (DiskFullException e) {
      if (current == null) {
        throw e;
      }
      return segment; // longer than it should be, which does no harm
    }
  }

  /// A segment to which nothing was committed yet and whose number no snapshot has: what is
  /// committed from now on is in it or in later ones.
  ///
  /// @throws DiskFullException when there is no room; what was there stays
  Segment fresh() throws IOException {
    Segment segment = current;
    if (segment == null || segment.hasGroups()) {
      return roll();
    }
    JournalFile snapshot = JournalFile.snapshot(segment.number());
    return older.stream().anyMatch(read -> read.file().equals(snapshot)) ? roll() : segment;
  }

  /// Goes on to a new segment.
  private Segment roll() throws IOException {
    JournalFile spare = spares.take();
    Segment next = null;
    try {
      next = Segment.begin(nextNumber, disk.open(spare.name()), server);
      next.extend(1, settings.extendBytes());
      sealCurrent();
      disk.rename(spare.name(), JournalFile.segment(nextNumber).name());
    } catch (IOException e) {
      if (next != null) {
        next.close();
      }
      spares.putBack(spare);
      throw e;
    }
    disk.syncDirectory();
    nextNumber++;
    current = next;
    return next;
  }

  private void sealCurrent() throws IOException {
    Segment segment = current;
    if (segment != null) {
      segment.seal();
      current = null;
      older.add(new ReadFile(JournalFile.segment(segment.number()), segment.position(), false));
      segment.close();
    }
  }

  /// This snapshot is durable: what is older goes, and what of it is damaged is put aside.
  ///
  /// @return the files that are to be deleted; nothing refers to them any more
  List<JournalFile> replaceBy(JournalFile snapshot, long bytes) throws IOException {
    List<JournalFile> needless = new ArrayList<>();
    List<ReadFile> behind = new ArrayList<>();
    for (ReadFile read : older) {
      JournalFile file = read.file();
      boolean segment = file.kind() == Kind.SEGMENT;
      if (file.number() >= snapshot.number()) {
        behind.add(read); // filled while the snapshot was written
      } else if (read.damaged()) {
        Kind kind = segment ? Kind.DAMAGED_SEGMENT : Kind.DAMAGED_SNAPSHOT;
        disk.rename(file.name(), file.as(kind).name());
      } else if (!segment || !spares.recycle(file)) {
        needless.add(file);
      }
    }
    older.clear();
    older.add(new ReadFile(snapshot, bytes, false));
    older.addAll(behind);
    disk.syncDirectory(); // before a spare is written to
    return needless;
  }

  /// Gives the room of the spares back to the disk.
  void deleteSpares() throws IOException {
    spares.deleteAll();
  }

  int count() {
    return (int) olderSegments().count() + (current == null ? 0 : 1);
  }

  /// How long they are in all. One counts for at least the room that it took up: a server that
  /// crashes again and again must not collect small ones for ever.
  long bytes() {
    long least = settings.extendBytes();
    long bytes = olderSegments().mapToLong(read -> Math.max(read.bytes(), least)).sum();
    Segment segment = current;
    return segment == null ? bytes : bytes + segment.position();
  }

  private Stream<ReadFile> olderSegments() {
    return older.stream().filter(read -> read.file().kind() == Kind.SEGMENT);
  }

  /// Closes the segment being written.
  ///
  /// @param seal whether the disk can be trusted with its END
  void close(boolean seal) throws IOException {
    try (Segment segment = current) {
      current = null;
      if (segment != null && segment.hasGroups() && seal) {
        segment.seal();
      }
    }
  }
}
