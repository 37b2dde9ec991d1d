package org.placeherd.geo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedPositionTest {
  private static long parse(String text) {
    byte[] bytes = ("## " + text + " 1#######").getBytes(US_ASCII);
    return PackedPosition.parse(bytes, 3, 3 + text.length());
  }

  private static double latitude(long packed) {
    return PackedPosition.latitudeDegrees(PackedPosition.latitudeWord(packed));
  }

  private static double longitude(long packed) {
    return PackedPosition.longitudeDegrees(PackedPosition.longitudeWord(packed));
  }

  private static boolean isExact(long packed) {
    return PackedPosition.isExact(PackedPosition.latitudeWord(packed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+34.068930-118.445127",
        "-90-180",
        "+90+180",
        "+90.0000000+180.000000000000",
        "-0+0",
        "+0.-0.",
        "+0000034.5-0000118.25",
        "+0.0000001-0.0000001",
        "-89.9999999+179.9999999"
      })
  void upToSevenDecimalsAreKeptAsTheNumbersTheyMean(String text) {
    long packed = parse(text);
    int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    assertThat(isExact(packed)).isTrue();
    // −0 counts as 0.
    assertThat(latitude(packed)).isEqualTo(Double.parseDouble(text.substring(0, split)) + 0.0);
    assertThat(longitude(packed)).isEqualTo(Double.parseDouble(text.substring(split)) + 0.0);
  }

  @Test
  void randomPositionsOfAnyLengthAreKeptOrCutToTheSouthWest() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100_000; i++) {
      int places = random.nextInt(13);
      String text =
          String.format(
              Locale.ROOT,
              "%+." + places + "f%+." + places + "f",
              random.nextDouble(-90, 90),
              random.nextDouble(-180, 180));
      int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
      double latitude = Double.parseDouble(text.substring(0, split));
      double longitude = Double.parseDouble(text.substring(split));
      long packed = parse(text);
      if (places <= 7) {
        assertThat(isExact(packed)).as(text).isTrue();
      }
      if (isExact(packed)) {
        assertThat(latitude(packed)).as(text).isEqualTo(latitude + 0.0);
        assertThat(longitude(packed)).as(text).isEqualTo(longitude + 0.0);
      } else {
        assertThat(latitude - latitude(packed)).as(text).isBetween(-1e-13, 1.0000001e-7);
        assertThat(longitude - longitude(packed)).as(text).isBetween(-1e-13, 1.0000001e-7);
      }
    }
  }

  @Test
  void anEighthDecimalIsNoticedInEitherNumber() {
    assertThat(isExact(parse("+1.00000001+2.5"))).isFalse();
    assertThat(isExact(parse("+1.5-2.00000001"))).isFalse();
    assertThat(longitude(parse("+1.5-2.00000001"))).isEqualTo(-2.0000001);
    assertThat(longitude(parse("+1.5+2.00000001"))).isEqualTo(2);
  }

  @Test
  void unitsBeyondThePoleAndBeyondTheDateLineAreTheEdge() {
    assertThat(PackedPosition.latitudeDegrees(1L << 32)).isEqualTo(90);
    assertThat(PackedPosition.longitudeDegrees(1L << 32)).isEqualTo(180);
    assertThat(PackedPosition.latitudeDegrees(0L)).isEqualTo(-90);
    assertThat(PackedPosition.longitudeDegrees(0L)).isEqualTo(-180);
  }
}
