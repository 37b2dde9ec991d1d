package org.placeherd.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTextTest {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final TimeText time = new TimeText();

  @Test
  void startsIn1970() {
    assertThat(time).hasToString("1970-01-01T00:00:00.000000Z");
  }

  @Test
  void isTheTimeInUtcWithMicroseconds() {
    Random random = new Random(1);
    long nanos = 1_479_413_884_392_014_450L;
    for (int i = 0; i < 20_000; i++) {
      time.set(nanos);
      assertThat(time).hasToString(ISO.format(Instant.ofEpochSecond(0, nanos)));
      nanos = random.nextInt(4) == 0 ? random.nextLong() : nanos + random.nextInt(1_000_000_000);
    }
  }
}
