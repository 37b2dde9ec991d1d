package org.placeherd.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTest {
  private static final long SEED = 20_261_128;

  private static Telemetry of(
      double speed, double course, double altitude, double accuracy, double battery) {
    return new Telemetry(
        OptionalDouble.of(speed),
        OptionalDouble.of(course),
        OptionalDouble.of(altitude),
        OptionalDouble.of(accuracy),
        OptionalDouble.of(battery),
        Optional.of(true));
  }

  @Test
  void onlyWhatWasToldStandsInTheText() {
    assertThat(of(16.94444, 271, -3.5, 5, 0.41).text())
        .isEqualTo("spd=16.944 crs=271 alt=-3.5 acc=5 bat=0.41 chg=1");
    assertThat(Telemetry.NONE.text()).isEmpty();
    assertThat(Telemetry.parse("")).isEqualTo(Telemetry.NONE);
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 100_000; i++) {
      double scale = Math.pow(10, random.nextInt(-5, 9));
      Telemetry telemetry =
          of(
              random.nextDouble(-1, 1) * scale,
              random.nextDouble(-1, 361),
              random.nextDouble(-1, 1) * scale,
              random.nextDouble(-1, 1) * scale,
              random.nextDouble(-0.5, 1.5));
      assertThat(Telemetry.parse(telemetry.text())).as(telemetry.text()).isEqualTo(telemetry);
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e300, 1e300})
  void whatIsOutOfRangeWasNotTold(double value) {
    assertThat(of(value, value, value, value, value).text()).isEqualTo("chg=1");
  }

  @Test
  void unknownIsNeverTakenForAValue() {
    assertThat(of(-1, -1, -1, -1, -1).text()).isEqualTo("alt=-1 chg=1");
    assertThat(of(0, 0, 0, 0, 0).text()).isEqualTo("spd=0 crs=0 alt=0 bat=0 chg=1");
    assertThat(of(-0.0, 0, -0.0, 1, -0.0)).isEqualTo(of(0, 360, 0, 1, 0));
    assertThat(of(-0.0, 360, -0.0001, 0.0004, 1.0001).text()).isEqualTo("spd=0 crs=0 alt=0 chg=1");
  }

  @ParameterizedTest
  @CsvSource({
    "'spd=1 spread=all Alford\tcrs=2', 'spd=1 crs=2'",
    "'spd=1 spd=2', spd=1",
    "'spd=1e5 crs=NaN alt=0x10 acc=+5 bat=.5 chg=yes', ''",
    "'spd= =1 = spd', ''",
    "'spd=99999999999999999999999', ''",
    "'bat=2 acc=0 spd=-1 alt=7', alt=7"
  })
  void fieldsOfOtherKindsArePassedOver(String fields, String understood) {
    assertThat(Telemetry.parse(fields).text()).isEqualTo(understood);
  }
}
