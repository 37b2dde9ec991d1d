package org.placeherd.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.placeherd.journal.JournalFile.Kind;

/// What was found in the directory of a journal: which files count, and what is in them.
///
/// A snapshot stands for all segments before its number. The newest one counts, and so do the
/// segments from its number on. Only where it is damaged does everything older that is still there
/// count as well: lines may be heard twice and in any order.
///
/// @param server whose journal it is
/// @param files all files of the journal, also those that do not count
/// @param snapshots those that were read, oldest first
/// @param segments likewise
/// @param missing numbers of segments that should be there
record DirectoryScan(
    String server,
    List<JournalFile> files,
    List<FileScan> snapshots,
    List<FileScan> segments,
    List<Long> missing) {
  /// More missing segments are not listed one by one.
  private static final int MOST_MISSING = 100;

  /// Whether there is a file from which a server would recover.
  static boolean isJournal(Disk disk) throws IOException {
    return files(disk).stream()
        .anyMatch(file -> file.kind() == Kind.SEGMENT || file.kind() == Kind.SNAPSHOT);
  }

  /// The server whose journal this is, from the first header that can be read; empty if there is
  /// none.
  static Optional<String> server(Disk disk) throws IOException {
    for (JournalFile file : files(disk)) {
      Optional<Header> header =
          file.kind() == Kind.SPARE ? Optional.empty() : Header.read(disk, file);
      if (header.isPresent()) {
        return header.map(Header::server);
      }
    }
    return Optional.empty();
  }

  private static List<JournalFile> files(Disk disk) throws IOException {
    return disk.list().stream().flatMap(name -> JournalFile.named(name).stream()).toList();
  }

  /// Reads all that counts.
  static DirectoryScan read(Disk disk, String server, LineSink sink)
      throws IOException, JournalException {
    List<JournalFile> files = files(disk);
    OptionalLong newest = last(files, Kind.SNAPSHOT);
    List<FileScan> snapshots = new ArrayList<>();
    boolean whole = false;
    for (JournalFile file : files.reversed()) {
      if (file.kind() == Kind.SNAPSHOT && !whole) {
        FileScan scan = FileScanner.scan(disk, file, server, false, sink);
        snapshots.addFirst(scan);
        whole = !scan.isDamaged();
      }
    }
    long first = whole ? snapshots.getFirst().file().number() : 0;
    long last = last(files, Kind.SEGMENT).orElse(0);
    List<FileScan> segments = new ArrayList<>();
    for (JournalFile file : files) {
      if (file.kind() == Kind.SEGMENT && file.number() >= first) {
        segments.add(FileScanner.scan(disk, file, server, file.number() == last, sink));
      }
    }
    boolean any = last > 0 || newest.isPresent();
    return new DirectoryScan(
        server, files, snapshots, segments, any ? missing(segments, newest.orElse(1)) : List.of());
  }

  private static OptionalLong last(List<JournalFile> files, Kind kind) {
    return files.stream().filter(file -> file.kind() == kind).mapToLong(JournalFile::number).max();
  }

  /// @param first the segment from which on all must be there
  private static List<Long> missing(List<FileScan> segments, long first) {
    List<Long> missing = new ArrayList<>();
    long next = first;
    for (FileScan scan : segments) {
      long number = scan.file().number();
      for (; next < number && missing.size() < MOST_MISSING; next++) {
        missing.add(next);
      }
      next = Math.max(next, number + 1);
    }
    if (next == first) {
      missing.add(first); // it is made before its snapshot is
    }
    return missing;
  }

  /// The files of that kind, whether they count or not.
  List<JournalFile> files(Kind kind) {
    return files.stream().filter(file -> file.kind() == kind).toList();
  }

  /// The number of the snapshot from which on segments count; 0 where no snapshot is whole.
  long firstSegment() {
    return snapshots.isEmpty() || snapshots.getFirst().isDamaged()
        ? 0
        : snapshots.getFirst().file().number();
  }

  /// The number of the last segment or snapshot; 0 where there is none.
  long lastNumber() {
    return Math.max(last(files, Kind.SEGMENT).orElse(0), last(files, Kind.SNAPSHOT).orElse(0));
  }
}
