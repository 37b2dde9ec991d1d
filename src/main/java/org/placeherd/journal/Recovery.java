package org.placeherd.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What was found when a journal was opened.
///
/// @param lines how many lines were heard again, in all
/// @param segments how many segments were read
/// @param snapshot the number of the newest snapshot, if there was one
/// @param tornLines lines at the end of the last segment that did count although their group has no
///   COMMIT: most likely a crash has cut it, and none of them had been acknowledged
/// @param unfinishedLines lines that did count although their group was not whole: it was the last,
///   so it may have been acknowledged
/// @param salvagedLines intact lines that were found in damaged places
/// @param damage what is damaged
/// @param quarantined files that are damaged; they get the ending `.damaged` and are kept, as soon
///   as a new snapshot has their good lines
/// @param missing numbers of segments that should be there
public record Recovery(
    long lines,
    int segments,
    OptionalLong snapshot,
    long tornLines,
    long unfinishedLines,
    long salvagedLines,
    List<Damage> damage,
    List<String> quarantined,
    List<Long> missing) {

  static Recovery of(DirectoryScan scan) {
    List<FileScan> files =
        Stream.concat(scan.snapshots().stream(), scan.segments().stream()).toList();
    return new Recovery(
        files.stream().mapToLong(FileScan::linesUsed).sum(),
        scan.segments().size(),
        scan.snapshots().isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(scan.snapshots().getLast().file().number()),
        files.stream().mapToLong(FileScan::tornLines).sum(),
        files.stream().mapToLong(FileScan::unfinishedLines).sum(),
        files.stream().mapToLong(FileScan::salvagedLines).sum(),
        files.stream().flatMap(file -> file.damage().stream()).toList(),
        files.stream().filter(FileScan::isDamaged).map(file -> file.file().name()).toList(),
        scan.missing());
  }

  /// Whether all that was ever acknowledged was found, as far as can be seen. What a crash cuts is
  /// no damage.
  public boolean isSound() {
    return damage.isEmpty() && missing.isEmpty();
  }

  /// What the operator must be told: a sentence for each damaged place, none if all is well.
  public List<String> alarms() {
    List<String> alarms = new ArrayList<>();
    damage.forEach(place -> alarms.add("The journal is damaged: " + place + "."));
    missing.forEach(number ->
        alarms.add(
            "The journal is damaged: "
                + JournalFile.segment(number)
                + " is missing, and what was in it."));
    return alarms;
  }
}
