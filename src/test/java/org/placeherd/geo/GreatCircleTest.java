package org.placeherd.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GreatCircleTest {
  private static final double HALF_CIRCUMFERENCE_METRES =
      Math.PI * GreatCircle.EARTH_MEAN_RADIUS_METRES;

  @Test
  void isZeroFromAPointToItself() {
    LatLon point = new LatLon(34.06893, -118.445127);
    assertThat(GreatCircle.metres(point, point)).isZero();
  }

  @Test
  void isAboutOneHundredAndElevenKilometresADegreeOfLatitude() {
    assertThat(GreatCircle.metres(new LatLon(0, 7), new LatLon(1, 7)))
        .isCloseTo(HALF_CIRCUMFERENCE_METRES / 180, within(1e-6));
  }

  @Test
  void shrinksADegreeOfLongitudeWithTheCosineOfTheLatitude() {
    double atTheEquator = GreatCircle.metres(new LatLon(0, 0), new LatLon(0, 0.001));
    double atSixtyNorth = GreatCircle.metres(new LatLon(60, 0), new LatLon(60, 0.001));
    assertThat(atSixtyNorth).isCloseTo(atTheEquator / 2, within(1e-6));
  }

  @Test
  void goesTheShortWayAcrossTheDateLine() {
    assertThat(GreatCircle.metres(new LatLon(0, 179.5), new LatLon(0, -179.5)))
        .isCloseTo(HALF_CIRCUMFERENCE_METRES / 180, within(1e-6));
    assertThat(GreatCircle.metres(new LatLon(10, 180), new LatLon(10, -180)))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void ignoresTheLongitudeOfAPole() {
    assertThat(GreatCircle.metres(new LatLon(90, 0), new LatLon(90, 123)))
        .isCloseTo(0, within(1e-6));
    assertThat(GreatCircle.metres(new LatLon(-90, 5), new LatLon(-89, -170)))
        .isCloseTo(HALF_CIRCUMFERENCE_METRES / 180, within(1e-6));
  }

  @Test
  void isHalfTheCircumferenceBetweenAntipodes() {
    assertThat(GreatCircle.metres(new LatLon(90, 0), new LatLon(-90, 0)))
        .isCloseTo(HALF_CIRCUMFERENCE_METRES, within(1e-6));
    assertThat(GreatCircle.metres(new LatLon(34, -118), new LatLon(-34, 62)))
        .isCloseTo(HALF_CIRCUMFERENCE_METRES, within(0.2));
  }

  @Test
  void keepsItsDigitsForPointsCentimetresApart() {
    assertThat(GreatCircle.metres(new LatLon(45, 9), new LatLon(45.0000001, 9)))
        .isCloseTo(0.01112, within(1e-5));
  }
}
