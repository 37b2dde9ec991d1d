package org.placeherd.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Tells the user once a second how the run goes. One thread.
final class Progress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Consumer<String> listener;
  private final List<Connection> connections;
  private final Histogram latencyNanos;
  private final long startNanos;
  private long lastNanos;
  private long lastReplies;

  Progress(
      Consumer<String> listener,
      List<Connection> connections,
      Histogram latencyNanos,
      long startNanos) {
    this.listener = listener;
    this.connections = connections;
    this.latencyNanos = latencyNanos;
    this.startNanos = startNanos;
    lastNanos = startNanos;
  }

  /// Says a line when a second has passed since the last.
  void tick(String phase, long nowNanos) {
    if (nowNanos - lastNanos < INTERVAL_NANOS) {
      return;
    }
    long replies = Counts.of(connections).replies();
    double seconds = (nowNanos - lastNanos) / 1e9;
    listener.accept(
        String.format(
            Locale.ROOT,
            "%3.0f s  %-11s %,12.0f lines/s  p99 %.3f ms",
            (nowNanos - startNanos) / 1e9,
            phase,
            (replies - lastReplies) / seconds,
            latencyNanos.getValueAtPercentile(99) / 1e6));
    lastNanos = nowNanos;
    lastReplies = replies;
  }
}
