package org.placeherd.cli.bench;

/// When batches fall due at a fixed rate. A schedule is kept however late the replies are.
///
/// @param startNanos when batch 0 is due, in nanoseconds of `nanoTime`
/// @param gapNanos the time between two batches
record Schedule(long startNanos, double gapNanos) {
  static Schedule startingAt(long startNanos, BenchPlan plan) {
    return new Schedule(startNanos, plan.depth() * 1e9 / plan.linesPerSecond());
  }

  /// When the batch of this number, counted from 0 over all connections, is due.
  long dueNanos(long batch) {
    return startNanos + (long) (batch * gapNanos);
  }
}
