package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
  @ParameterizedTest
  @CsvSource({
    "0,0 ms",
    "999,999 ms",
    "-12000,12 s",
    "185000,3 min 5 s",
    "7800000,2 h 10 min",
    "442800000,5 days 3 h"
  })
  void areReadAtAGlance(long millis, String text) {
    assertThat(Spans.text(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
