package org.placeherd.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

/// A segment that is being written. Its bytes up to [#allocatedBytes] are on the disk already, as
/// zeros or as what a former segment left, so that a commit changes no metadata. Not thread-safe.
final class Segment implements Closeable {
  private static final byte[] ZEROS = new byte[256 << 10];

  /// Written behind the last line and over by the next group, so that no line which an earlier use
  /// of the file left ever follows on.
  private static final int STOP = 0;

  private final long number;
  private final DiskFile file;
  private final CheckedLine checked = new CheckedLine();
  private final CRC32C checksum = new CRC32C();
  private long headerBytes;
  private long position;
  private long allocated;

  private Segment(long number, DiskFile file) throws IOException {
    this.number = number;
    this.file = file;
    this.allocated = file.size();
  }

  /// Begins the segment in a file whose content is worthless; its header is durable then.
  static Segment begin(long number, DiskFile file, String server) throws IOException {
    try {
      Segment segment = new Segment(number, file);
      segment.writeHeader(server);
      return segment;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void writeHeader(String server) throws IOException {
    ByteWriter header = new ByteWriter(Marker.MOST_BYTES);
    Header.of(JournalFile.segment(number), server).write(header, checked);
    headerBytes = header.size();
    header.put(STOP);
    file.write(0, header.array(), 0, header.size());
    file.sync();
    position = headerBytes;
    allocated = Math.max(allocated, position);
  }

  long number() {
    return number;
  }

  /// How much of it is written.
  long position() {
    return position;
  }

  long allocatedBytes() {
    return allocated;
  }

  boolean hasGroups() {
    return position > headerBytes;
  }

  /// The longest group that fits without asking the disk for more room. Room for its COMMIT and for
  /// the END is kept apart.
  long room() {
    return allocated - position - 2L * Marker.MOST_BYTES;
  }

  /// Makes room for groups of `bytes`, in steps of `step`.
  ///
  /// @throws DiskFullException when the disk has no more; what was there stays
  void extend(long bytes, long step) throws IOException {
    while (room() < bytes) {
      long target = allocated + Math.max(step, 1);
      for (long at = allocated; at < target; at += ZEROS.length) {
        file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, target - at));
      }
      file.sync();
      allocated = target;
    }
  }

  /// Writes a group and its COMMIT, and makes both durable. If that fails nothing of it counts in
  /// this process.
  void append(ByteWriter group) throws IOException {
    int lines = group.size();
    checksum.reset();
    checksum.update(group.array(), 0, lines);
    new Marker.Commit(number, lines, (int) checksum.getValue()).write(group, checked);
    int length = group.size();
    group.put(STOP);
    file.write(position, group.array(), 0, length + 1);
    group.truncate(lines);
    try {
      file.sync();
    } catch (DiskFullException e) {
      throw new IOException("after the write, " + e.getMessage(), e); // what is durable is unknown
    }
    position += length;
  }

  /// Writes the END and makes it durable.
  void seal() throws IOException {
    position += seal(file, number, position, position);
  }

  /// Seals the last segment that another process left, and has it durable as it was read.
  ///
  /// That process may have been killed between its last write and the sync, so even an END that is
  /// there may not be durable. And the last group is written once more: if the process died of a
  /// sync that failed, the system may show us bytes that the disk never got. Lines that have no
  /// COMMIT become a group.
  static void seal(Disk disk, FileScan scan) throws IOException {
    try (DiskFile file = disk.open(scan.file().name())) {
      if (scan.isDamaged()) {
        file.sync(); // it is put aside soon, and where it cannot be read it could not be written
        return;
      }
      byte[] bytes = new byte[(int) (scan.end() - scan.lastGroup())];
      int count = file.read(scan.lastGroup(), bytes, 0, bytes.length);
      file.write(scan.lastGroup(), bytes, 0, count);
      file.sync(); // before anything behind it says that this was durable
      if (scan.tornBytes() > 0) {
        sealTorn(scan, file);
      } else {
        seal(file, scan.file().number(), scan.groupsEnd(), scan.end());
      }
    }
  }

  private static void sealTorn(FileScan scan, DiskFile file) throws IOException {
    byte[] lines = new byte[(int) scan.tornBytes()];
    int count = file.read(scan.end(), lines, 0, lines.length);
    ByteWriter group = new ByteWriter(count + Marker.MOST_BYTES);
    group.put(lines, 0, count);
    Segment segment = new Segment(scan.file().number(), file);
    segment.position = scan.end();
    segment.append(group);
    segment.seal();
  }

  private static int seal(DiskFile file, long number, long groupsEnd, long at) throws IOException {
    ByteWriter end = new ByteWriter(Marker.MOST_BYTES);
    new Marker.End(number, groupsEnd).write(end, new CheckedLine());
    file.write(at, end.array(), 0, end.size());
    file.sync();
    return end.size();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
