package org.placeherd.journal;

/// How a journal uses its disk. All sizes in bytes.
///
/// @param segmentBytes a segment this long is followed by a new one. Long enough that the change,
///   some syncs, is rare at 400 MB/s
/// @param extendBytes room is made ahead by this much at least, and by four times as much once
///   there is traffic, by writing zeros. Small, so that a start is quick and demo herds stay small
/// @param reserveBytes most room that is kept ready for groups to come: two of the largest. Less is
///   kept while groups are small
/// @param spareSegments how many segments that are no longer needed are kept to be written again:
///   what comes together between two snapshots at full rate
/// @param snapshotAfterBytes a snapshot is wanted when the segments behind the last are longer than
///   this and than that snapshot. Long enough that at 400 MB/s it is not written all the time,
///   short enough that hearing it all again takes a second
public record JournalSettings(
    long segmentBytes,
    long extendBytes,
    long reserveBytes,
    int spareSegments,
    long snapshotAfterBytes) {
  /// What servers use.
  public static final JournalSettings DEFAULT =
      new JournalSettings(64L << 20, 1L << 20, 2L * Journal.LARGEST_GROUP_BYTES, 16, 128L << 20);

  /// Refuses what a journal could not work with.
  public JournalSettings {
    if (segmentBytes < 1
        || extendBytes < 1
        || reserveBytes < 1
        || spareSegments < 0
        || snapshotAfterBytes < 1) {
      throw new IllegalArgumentException("sizes must be positive");
    }
  }
}
