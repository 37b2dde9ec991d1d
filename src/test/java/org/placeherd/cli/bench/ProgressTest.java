package org.placeherd.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void speaksOnceASecond() {
    List<String> lines = new ArrayList<>();
    Histogram latencyNanos = new Histogram(3);
    latencyNanos.recordValue(2_000_000);
    Progress progress = new Progress(lines::add, List.of(), latencyNanos, 0);
    for (long millis = 0; millis <= 2_500; millis += 100) {
      progress.tick("measuring", millis * 1_000_000);
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("1 s", "measuring", "0 lines/s", "p99 2.0");
  }
}
