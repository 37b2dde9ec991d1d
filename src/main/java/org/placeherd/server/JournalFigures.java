package org.placeherd.server;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// The figures of the journal, as metrics. `docs/metrics.md` lists them.
final class JournalFigures {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private JournalFigures() {}

  static void addTo(MetricFamilies families, ServerStatus status) {
    families.gauge(
        "journal_full", "1 while nothing more can be saved.", status.journal().full() ? 1 : 0);
    families.gauge("journal_segments", "Segments that count.", status.journal().segments());
    families.gauge("journal_segment_bytes", "How long they are.", status.journal().liveBytes());
    families.gauge(
        "journal_snapshot_bytes", "The newest snapshot.", status.journal().snapshotBytes());
    SaverCounters.Counts saver = status.saver();
    families.histogram(
        "journal_commit_seconds",
        "From handing a group of reports to the disk until it is known to be durable.",
        List.of(MetricFamilies.histogram(saver.commitNanos(), NANOS)));
    families.histogram(
        "journal_group_reports",
        "Reports in a group.",
        List.of(MetricFamilies.histogram(saver.groupReports(), 1)));
    families.counter("journal_written_bytes", "Lines of all groups.", saver.bytes());
    families.histogram(
        "journal_snapshot_seconds",
        "How long a snapshot took.",
        List.of(MetricFamilies.histogram(saver.snapshotNanos(), NANOS)));
    families.counter(
        "journal_snapshots_failed", "Snapshots that were given up.", saver.snapshotsFailed());
  }
}
