package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedTelemetryTest {
  private final PackedTelemetry packed = new PackedTelemetry();

  private String text() {
    ByteWriter out = new ByteWriter(16);
    packed.put(out);
    return out.toString();
  }

  private String read(String fields) {
    byte[] bytes = fields.getBytes(US_ASCII);
    packed.read(bytes, 0, bytes.length);
    return text();
  }

  @ParameterizedTest
  @CsvSource({
    "alt=0.0005, ' alt=0'",
    "alt=0.0015, ' alt=0.002'",
    "alt=0.000500001, ' alt=0.001'",
    "alt=-0.0025, ' alt=-0.002'",
    "alt=-0.0004, ' alt=0'",
    "alt=00000012.5000, ' alt=12.5'",
    "alt=-999999.999, ' alt=-999999.999'",
    "alt=1000000.000000001, ' alt=1000000'",
    "alt=1000000.001, ''",
    "alt=-1000000.001, ''",
    "crs=359.9996, ' crs=0'",
    "crs=360.001, ''",
    "acc=0.0004, ''",
    "acc=1000000, ' acc=1000000'",
    "bat=1.0004, ' bat=1'",
    "bat=1.001, ''",
    "chg=0.5, ''",
    "chg=2, ''",
    "spd=1., ''",
    "spd=.1, ''",
    "spd=1.2.3, ''",
    "spd=1.0000000001, ''",
    "SPD=1, ''",
    "spd1, ''",
    "-spd=1, ''"
  })
  void aNumberIsRoundedToThousandthsOrPassedOver(String field, String text) {
    assertThat(read(field)).isEqualTo(text);
    assertThat(read("what " + field + " spread=all")).isEqualTo(text);
  }

  @Test
  void theTwoNumbersAreAllThereIs() {
    assertThat(read("spd=1000000 crs=359.999 alt=1000000 acc=1000000 bat=1 chg=1"))
        .isEqualTo(" spd=1000000 crs=359.999 alt=1000000 acc=1000000 bat=1 chg=1");
    PackedTelemetry other = new PackedTelemetry();
    other.set(packed.motion(), packed.height());
    assertThat(other.telemetry()).isEqualTo(packed.telemetry());
    assertThat(packed.motion()).isPositive();
    assertThat(packed.height()).isPositive();
    read("nothing");
    assertThat(packed.motion()).isZero();
    assertThat(packed.height()).isZero();
    assertThat(packed.telemetry()).isEqualTo(Telemetry.NONE);
  }

  @Test
  void theLongestTextIsAsLongAsIsSaid() {
    packed.set(
        new Telemetry(
            OptionalDouble.of(999_999.999),
            OptionalDouble.of(359.999),
            OptionalDouble.of(-999_999.999),
            OptionalDouble.of(999_999.999),
            OptionalDouble.of(0.999),
            Optional.of(true)));
    assertThat(text()).hasSizeBetween(70, PackedTelemetry.MAX_BYTES);
  }
}
