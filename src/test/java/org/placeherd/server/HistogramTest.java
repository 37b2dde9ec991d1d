package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void aValueIsCountedInTheFirstBucketThatHoldsIt() {
    Histogram histogram = new Histogram(10, 20);
    for (long value : new long[] {0, 10, 11, 20, 21, 1_000}) {
      histogram.add(value);
    }
    Histogram.Counts counts = histogram.counts();
    assertThat(counts.bounds()).containsExactly(10L, 20L);
    assertThat(counts.counts()).containsExactly(2L, 2L, 2L);
    assertThat(counts.sum()).isEqualTo(1_062);
  }
}
