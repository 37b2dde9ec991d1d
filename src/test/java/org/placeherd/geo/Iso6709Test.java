package org.placeherd.geo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol §2: two signed decimals. The whole list of vectors is in the tests of `wire`.
class Iso6709Test {
  private static int end(String text) {
    String slack = " ".repeat(Digits.SLACK_BYTES);
    return Iso6709.end((text + slack).getBytes(ISO_8859_1), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+34.068930-118.445127", "+12-118", "-90.000+180.", "+0-0", "+089.9-0179.9"})
  void endsBehindTheSecondNumber(String position) {
    for (String behind : new String[] {" ", "\n", "x", "+"}) {
      assertThat(end(" " + position + behind)).isEqualTo(1 + position.length());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "34-118",
        "+34",
        "+34 -118",
        "+-118",
        "+34-",
        "+.5-1",
        "+90.01-1",
        "-91+1",
        "+1-180.000001",
        "+1+181",
        "+1/-1"
      })
  void isNowhereWhereThereIsNone(String text) {
    assertThat(end(" " + text + " ")).isEqualTo(-1);
  }

  @Test
  void countsDegreesInIntegersHoweverManyDigitsThereAre() {
    assertThat(end(" +90." + "0".repeat(500) + "-1 ")).isPositive();
    assertThat(end(" +90." + "0".repeat(500) + "1-1 ")).isNegative();
    assertThat(end(" +" + "9".repeat(500) + "-1 ")).isNegative();
    assertThat(end(" +" + "0".repeat(500) + "9-1 ")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "+34.068930-118.445127, 34.06893, -118.445127",
    "-34+118, -34, 118",
    "+5.+6., 5, 6",
    "-89.99999999999999999999-0, -90, -0.0"
  })
  void isReadAsAPoint(String text, double latitude, double longitude) {
    byte[] bytes = ("x" + text + "y").getBytes(ISO_8859_1);
    assertThat(Iso6709.parse(bytes, 1, bytes.length - 1))
        .isEqualTo(new LatLon(latitude, longitude));
  }

  @ParameterizedTest
  @CsvSource({
    "48.85833, 2.29513, +48.85833+002.29513",
    "-33.8568, 151.2153, -33.8568+151.2153",
    "0, -0.0, +00.0+000.0",
    "-90, 180, -90.0+180.0",
    "1e-8, -1e-9, +00.00000001+000.0",
    "89.999999999, -179.999999999, +90.0-180.0",
    "37.123456789, -5.5, +37.12345679-005.5"
  })
  void isWrittenInOneWayOnly(double latitude, double longitude, String text) {
    assertThat(Iso6709.text(new LatLon(latitude, longitude))).isEqualTo(text);
    assertThat(end(" " + text + " ")).isEqualTo(1 + text.length());
  }
}
