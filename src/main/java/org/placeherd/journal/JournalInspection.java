package org.placeherd.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What somebody sees who looks at a journal from outside, a server running on it or not. Changes
/// nothing and takes no lock.
///
/// @param server whose journal it is; empty if no file says it any more
/// @param files what is there
/// @param alarms what is wrong, a sentence each; none if all is well
public record JournalInspection(
    Optional<String> server, List<FileReport> files, List<String> alarms) {
  /// How often a journal is read again that a server changes meanwhile: each snapshot may cost one.
  private static final int MOST_READS = 20;

  /// No server has this name.
  private static final String UNKNOWN = "";

  /// One file.
  ///
  /// @param name its name
  /// @param bytes its length
  /// @param state what it is worth, in plain words
  public record FileReport(String name, long bytes, String state) {}

  /// Reads everything in `disk`.
  ///
  /// @throws JournalException when there is no journal, or one of another version
  public static JournalInspection of(Disk disk) throws IOException, JournalException {
    DirectoryScan scan = read(disk);
    List<String> alarms = Recovery.of(scan).alarms();
    if (!alarms.isEmpty()) {
      scan = read(disk);
      alarms = inBoth(alarms, Recovery.of(scan).alarms());
    }
    Optional<String> server = Optional.of(scan.server()).filter(name -> !name.equals(UNKNOWN));
    return new JournalInspection(server, reports(disk, scan), alarms);
  }

  /// A running server may have written, or written over, what was just being read. What is really
  /// damaged is so when it is read again.
  private static List<String> inBoth(List<String> alarms, List<String> again) {
    return alarms.stream().filter(again::contains).toList();
  }

  /// The server whose files are looked for. Where no header is intact any name will do, for then
  /// none is of another server.
  private static String server(Disk disk) throws IOException, JournalException {
    if (!DirectoryScan.isJournal(disk)) {
      throw new JournalException(
          "There is no journal in " + disk + "; give the directory that has its segment files.");
    }
    return DirectoryScan.server(disk).orElse(UNKNOWN);
  }

  private static DirectoryScan read(Disk disk) throws IOException, JournalException {
    for (int reads = 1; ; reads++) {
      try {
        return DirectoryScan.read(disk, server(disk), (bytes, from, to) -> {});
      } catch (NoSuchFileException e) {
        if (reads == MOST_READS) {
          throw e;
        }
      }
    }
  }

  private static List<FileReport> reports(Disk disk, DirectoryScan scan) throws IOException {
    List<FileReport> reports = new ArrayList<>();
    for (JournalFile file : scan.files()) {
      FileReport report =
          Stream.concat(scan.snapshots().stream(), scan.segments().stream())
              .filter(read -> read.file().equals(file))
              .findFirst()
              .map(read -> new FileReport(file.name(), read.size(), state(read)))
              .orElseGet(() -> new FileReport(file.name(), size(disk, file), state(file)));
      reports.add(report);
    }
    return reports;
  }

  private static long size(Disk disk, JournalFile file) {
    try (DiskFile open = disk.open(file.name())) {
      return open.size();
    } catch (IOException e) {
      return 0; // a running server has just removed it
    }
  }

  private static String state(FileScan read) {
    String content = read.lines() + " lines in " + read.groups() + " groups";
    if (read.isDamaged()) {
      return "DAMAGED: " + content + ", and " + read.salvagedLines() + " intact lines around";
    }
    long cut = read.unfinishedLines() + read.tornLines();
    String unfinished = cut == 0 ? "" : ", and " + cut + " of one that was cut or is being written";
    if (read.sealed()) {
      return "whole: " + content + unfinished;
    }
    return "open at the end: " + content + unfinished;
  }

  private static String state(JournalFile file) {
    return switch (file.kind()) {
      case SEGMENT, SNAPSHOT -> "replaced by a newer snapshot";
      case PART -> "a snapshot that is not finished";
      case SPARE -> "room for a segment to come";
      case DAMAGED_SEGMENT, DAMAGED_SNAPSHOT -> "put aside; its good lines are in a snapshot";
    };
  }

  /// Whether nothing is wrong.
  public boolean isSound() {
    return alarms.isEmpty();
  }

  /// Writes all intact lines of the journal in `disk` in the order in which they stand there.
  ///
  /// @param checksums whether the lines keep their checksums
  /// @return what is wrong, a sentence each; none if all is well
  /// @throws JournalException when there is no journal, or one of another version
  public static List<String> dump(Disk disk, boolean checksums, OutputStream out)
      throws IOException, JournalException {
    RecallBlocks blocks = new RecallBlocks((bytes, from, to) -> write(out, bytes, from, to));
    LineSink sink = checksums ? (bytes, from, to) -> write(out, bytes, from, to) : blocks;
    try {
      DirectoryScan scan = DirectoryScan.read(disk, server(disk), sink);
      blocks.flush();
      List<String> alarms = Recovery.of(scan).alarms();
      return alarms.isEmpty() ? alarms : inBoth(alarms, Recovery.of(read(disk)).alarms());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(OutputStream out, byte[] bytes, int from, int to) {
    try {
      out.write(bytes, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
