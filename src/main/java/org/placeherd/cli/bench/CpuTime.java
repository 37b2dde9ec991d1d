package org.placeherd.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// CPU time of other processes: of all their threads, those that have ended included, but not of
/// processes they started. Linux counts it in hundredths of a second.
public final class CpuTime {
  private CpuTime() {}

  /// Whether there is such a process and its CPU time can be read.
  public static boolean isReadable(long pid) {
    return read(pid).isPresent();
  }

  /// Nanoseconds the processes have run.
  static long nanos(List<Long> pids) {
    long sum = 0;
    for (long pid : pids) {
      sum += read(pid).orElseThrow(() -> unreadable(pid)).toNanos();
    }
    return sum;
  }

  private static Optional<Duration> read(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
  }

  private static BenchFailure unreadable(long pid) {
    return new BenchFailure("Cannot read the CPU time of process " + pid + ": has it ended?");
  }
}
