package org.placeherd.cli.bench;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/// What one run measured.
///
/// @param plan what was asked for
/// @param seconds how long was measured; less than planned when the run was stopped, 0 when it was
///   stopped before measuring began
/// @param counts the replies received while measuring
/// @param unanswered at a fixed rate, lines due before the end that had no reply by then
/// @param latencyNanos a value a batch
/// @param serverCpuSeconds CPU time of the servers, when their processes were named
/// @param generatorCpuSeconds CPU time of this process
/// @param stoppedEarly whether the run was stopped before its time
public record Measurement(
    BenchPlan plan,
    double seconds,
    Counts counts,
    long unanswered,
    Histogram latencyNanos,
    OptionalDouble serverCpuSeconds,
    double generatorCpuSeconds,
    boolean stoppedEarly) {

  /// Replies in a second.
  public double linesPerSecond() {
    return seconds > 0 ? counts.replies() / seconds : 0;
  }

  /// Replies in a second of the servers' CPU time, when that is known.
  public OptionalDouble linesPerServerCpuSecond() {
    if (serverCpuSeconds.isEmpty() || serverCpuSeconds.getAsDouble() <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(counts.replies() / serverCpuSeconds.getAsDouble());
  }

  /// Mean length of a reply.
  public double bytesPerReply() {
    return counts.replies() > 0 ? (double) counts.receivedBytes() / counts.replies() : 0;
  }

  /// A percentile of the latency in microseconds.
  public double latencyMicros(double percentile) {
    return latencyNanos.getValueAtPercentile(percentile) / 1_000.0;
  }
}
