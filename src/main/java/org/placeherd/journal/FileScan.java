package org.placeherd.journal;

import java.util.List;

/// What was found in one file.
///
/// @param file which file
/// @param size its length in bytes
/// @param groups how many groups are whole
/// @param lines how many lines are in them
/// @param salvagedLines how many intact lines were found in damaged places
/// @param unfinishedLines how many intact lines are in the last group, which a crash cut
/// @param unfinishedBytes how long that group is, its COMMIT included
/// @param tornLines how many intact lines stand behind that, up to the first that is not, without
///   an intact COMMIT; they are used, though nobody need have been told of them
/// @param tornBytes how long these are
/// @param groupsEnd where the last whole group ends; 0 where not even the header is right
/// @param lastGroup where the last whole group begins
/// @param sealed whether there is an END
/// @param damage what is wrong, the first [#MOST_DAMAGE] places
record FileScan(
    JournalFile file,
    long size,
    long groups,
    long lines,
    long salvagedLines,
    long unfinishedLines,
    long unfinishedBytes,
    long tornLines,
    long tornBytes,
    long groupsEnd,
    long lastGroup,
    boolean sealed,
    List<Damage> damage) {
  /// More damaged places of one file are not listed one by one.
  static final int MOST_DAMAGE = 100;

  /// How many lines were handed over.
  long linesUsed() {
    return lines + salvagedLines + unfinishedLines + tornLines;
  }

  boolean isDamaged() {
    return !damage.isEmpty();
  }

  /// Whether nothing was ever committed to it, as far as can be seen.
  boolean isEmpty() {
    return groups == 0 && unfinishedBytes == 0 && tornBytes == 0 && !sealed && damage.isEmpty();
  }

  /// Where the file's END stands, or has to be written: behind torn lines, with a COMMIT of their
  /// own.
  long end() {
    return groupsEnd + unfinishedBytes;
  }
}
