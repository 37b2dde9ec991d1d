package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.LatLon;

class IamatLineTest {
  private static final long SEED = 20_261_128;

  private static String iamat(String client, LatLon position, long timeNanos) {
    ByteWriter out = new ByteWriter(1);
    IamatLine.put(out, client, position, timeNanos);
    return out.toString();
  }

  @Test
  void isTheLineThatAClientWouldHaveSent() {
    assertThat(iamat("jane/phone", new LatLon(48.85833, 2.29513), 1_497_508_651_250_000_000L))
        .isEqualTo("IAMAT jane/phone +48.85833+002.29513 1497508651.250000000");
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      long time = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
      LatLon position = new LatLon(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
      Line line = ReadLines.one(iamat("kiwi", position, time));
      assertThat(line.kind()).isEqualTo(LineKind.IAMAT);
      assertThat(line.timeNanos()).isEqualTo(time);
      assertThat(line.timeIsExact()).isTrue();
      assertThat(Math.abs(line.position().latitudeDegrees() - position.latitudeDegrees()))
          .isLessThanOrEqualTo(1e-8);
      assertThat(Math.abs(line.position().longitudeDegrees() - position.longitudeDegrees()))
          .isLessThanOrEqualTo(1e-8);
    }
  }

  @Test
  void aTimeBefore1970IsRefused() {
    assertThatThrownBy(() -> iamat("kiwi", new LatLon(0, 0), -1)).hasMessageContaining("1970");
  }
}
