package org.placeherd.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
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

  @Test
  void beginsNorthEastSouthAndWest() {
    LatLon here = new LatLon(0, 0);
    assertThat(GreatCircle.initialBearingDegrees(here, new LatLon(1, 0))).isZero();
    assertThat(GreatCircle.initialBearingDegrees(here, new LatLon(0, 1))).isEqualTo(90);
    assertThat(GreatCircle.initialBearingDegrees(here, new LatLon(-1, 0))).isEqualTo(180);
    assertThat(GreatCircle.initialBearingDegrees(here, new LatLon(0, -1))).isEqualTo(270);
    assertThat(GreatCircle.initialBearingDegrees(here, here)).isZero();
    LatLon south = new LatLon(-34.5, -118.25);
    assertThat(GreatCircle.initialBearingDegrees(south, south)).isZero();
  }

  /// Baghdad to Osaka, the example of every textbook: about 60°.
  @Test
  void bendsTowardsThePoleOnALongWay() {
    assertThat(GreatCircle.initialBearingDegrees(new LatLon(35, 45), new LatLon(35, 135)))
        .isCloseTo(60.16, within(0.01));
  }

  @Test
  void beginsTheShortWayAcrossTheDateLine() {
    assertThat(GreatCircle.initialBearingDegrees(new LatLon(0, 179.5), new LatLon(0, -179.5)))
        .isCloseTo(90, within(1e-9));
    assertThat(GreatCircle.initialBearingDegrees(new LatLon(0, -179.5), new LatLon(0, 179.5)))
        .isCloseTo(270, within(1e-9));
  }

  @Test
  void beginsToTheSouthAtTheNorthPole() {
    LatLon pole = new LatLon(90, 0);
    assertThat(GreatCircle.initialBearingDegrees(pole, new LatLon(80, 0)))
        .isCloseTo(180, within(1e-9));
    assertThat(GreatCircle.initialBearingDegrees(pole, new LatLon(80, 90)))
        .isCloseTo(90, within(1e-9));
  }

  @Test
  void theBearingKeepsItsDigitsForPointsCentimetresApart() {
    LatLon from = new LatLon(60, 9);
    assertThat(GreatCircle.initialBearingDegrees(from, new LatLon(60.0000001, 9.0000002)))
        .isCloseTo(45, within(0.001));
  }

  @Test
  void noPointOfABoxIsNearerThanItsLeastHaversine() {
    SplittableRandom random = new SplittableRandom(3);
    double[] corners = {-90, -45, 0, 45, 90};
    for (int i = 0; i < 20_000; i++) {
      double size = Math.pow(10, random.nextDouble(-7, 2));
      double south = i % 5 == 0 ? corners[i % 4] : random.nextDouble(-90, 90);
      double west = i % 7 == 0 ? 180 - size : random.nextDouble(-180, 180);
      Box box = new Box(south, west, Math.min(90, south + size), Math.min(180, west + size));
      LatLon from =
          random.nextBoolean()
              ? new LatLon(random.nextDouble(-90, 90), random.nextDouble(-180, 180))
              : new LatLon(corners[random.nextInt(5)], random.nextBoolean() ? 180 : -180);
      double least = GreatCircle.leastHaversine(from, box);
      for (int j = 0; j < 9; j++) {
        int column = j / 3;
        double latitude =
            box.southDegrees() + (box.northDegrees() - box.southDegrees()) * (j % 3) / 2;
        double longitude = box.westDegrees() + (box.eastDegrees() - box.westDegrees()) * column / 2;
        assertThat(
                GreatCircle.haversine(
                    from.latitudeDegrees(), from.longitudeDegrees(), latitude, longitude))
            .as("%s %s", from, box)
            .isGreaterThanOrEqualTo(least);
      }
    }
  }

  @Test
  void theLeastHaversineOfASmallBoxIsNearlyThatOfItsNearestCorner() {
    Box box = new Box(48.1, 11.5, 48.11, 11.51);
    LatLon from = new LatLon(48.0, 11.3);
    double corner = GreatCircle.haversine(48.0, 11.3, 48.1, 11.5);
    assertThat(GreatCircle.leastHaversine(from, box)).isBetween(corner * 0.999, corner);
    assertThat(GreatCircle.leastHaversine(new LatLon(48.105, 11.505), box)).isZero();
  }

  @Test
  void aDistanceAndItsHaversineGoBackAndForth() {
    for (double metres : new double[] {0, 0.01, 1, 10_000, 5e6, 1.9e7}) {
      assertThat(GreatCircle.metres(GreatCircle.haversine(metres)))
          .isCloseTo(metres, within(1e-6 + metres * 1e-9));
    }
    assertThat(GreatCircle.haversine(1e9)).isEqualTo(1);
  }
}
