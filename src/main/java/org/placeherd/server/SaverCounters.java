package org.placeherd.server;

import java.util.concurrent.TimeUnit;

/// What saving has cost since the start. Counted and read on the loop.
final class SaverCounters {
  private final Histogram commitNanos = new Histogram(commitBounds());
  private final Histogram groupReports =
      new Histogram(1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536);
  private final Histogram snapshotNanos = new Histogram(snapshotBounds());
  private long bytes;
  private long snapshotsFailed;

  /// What was counted so far.
  ///
  /// @param commitNanos from handing a group to the disk to hearing that it is durable
  /// @param groupReports reports in a group
  /// @param bytes of all groups
  /// @param snapshotNanos how long snapshots took, those that were given up among them
  /// @param snapshotsFailed snapshots that were given up
  record Counts(
      Histogram.Counts commitNanos,
      Histogram.Counts groupReports,
      long bytes,
      Histogram.Counts snapshotNanos,
      long snapshotsFailed) {}

  /// From a fast disk's tenth of a millisecond to one that hangs.
  private static long[] commitBounds() {
    long micro = TimeUnit.MICROSECONDS.toNanos(1);
    return new long[] {
      100 * micro,
      250 * micro,
      500 * micro,
      1_000 * micro,
      2_500 * micro,
      5_000 * micro,
      10_000 * micro,
      25_000 * micro,
      50_000 * micro,
      100_000 * micro,
      250_000 * micro,
      1_000_000 * micro,
      5_000_000 * micro
    };
  }

  /// From a few clients to ten million on a slow disk.
  private static long[] snapshotBounds() {
    long milli = TimeUnit.MILLISECONDS.toNanos(1);
    return new long[] {
      10 * milli,
      50 * milli,
      100 * milli,
      500 * milli,
      1_000 * milli,
      5_000 * milli,
      10_000 * milli,
      30_000 * milli,
      60_000 * milli
    };
  }

  void committed(long nanos, int reports, int groupBytes) {
    commitNanos.add(nanos);
    groupReports.add(reports);
    bytes += groupBytes;
  }

  void snapshotEnded(long nanos, boolean failed) {
    snapshotNanos.add(nanos);
    snapshotsFailed += failed ? 1 : 0;
  }

  Counts counts() {
    return new Counts(
        commitNanos.counts(),
        groupReports.counts(),
        bytes,
        snapshotNanos.counts(),
        snapshotsFailed);
  }
}
