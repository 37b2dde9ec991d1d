package org.placeherd.server;

import java.util.List;
import java.util.stream.LongStream;

/// Counts values by fixed bounds, for Prometheus. Counting allocates nothing. One thread.
final class Histogram {
  private final long[] bounds;
  private final long[] counts;
  private long sum;

  /// What was counted so far.
  ///
  /// @param bounds the highest value of each bucket but the last, which has no bound
  /// @param counts how many values fell into each bucket alone
  /// @param sum of all values
  record Counts(List<Long> bounds, List<Long> counts, long sum) {
    /// Keeps its own copies.
    Counts {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }

  /// @param bounds ascending
  Histogram(long... bounds) {
    this.bounds = bounds.clone();
    counts = new long[bounds.length + 1];
  }

  /// Counts a value. Small ones are found first, and should be the usual ones.
  void add(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += value;
  }

  Counts counts() {
    return new Counts(
        LongStream.of(bounds).boxed().toList(), LongStream.of(counts).boxed().toList(), sum);
  }
}
