package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

class GeohashTest {
  @Test
  void namesTheCellsAsOthersDo() {
    // The example of the article on geohash in the English Wikipedia.
    assertThat(Geohash.cell(new LatLon(57.64911, 10.40744), 11).name()).isEqualTo("u4pruydqqvj");
    assertThat(Geohash.cell(new LatLon(42.6, -5.6), 5).name()).isEqualTo("ezs42");
    assertThat(Geohash.cell(new LatLon(0, 0), 5).name()).isEqualTo("s0000");
  }

  @Test
  void cellsEndAtTheAntimeridianAndAtThePoles() {
    assertThat(Geohash.cell(new LatLon(0.01, 180), 5).name()).startsWith("x");
    assertThat(Geohash.cell(new LatLon(0.01, -180), 5).name()).startsWith("8");
    assertThat(Geohash.cell(new LatLon(90, 12), 5).centre().latitudeDegrees())
        .isBetween(89.9, 90.0);
    assertThat(Geohash.cell(new LatLon(-90, 12), 5).centre().latitudeDegrees())
        .isBetween(-90.0, -89.9);
  }

  @Test
  void noPointIsFartherFromTheCentreThanHalfTheDiagonal() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      double latitude = Math.toDegrees(Math.asin(random.nextDouble() * 2 - 1));
      LatLon point = new LatLon(latitude, random.nextDouble() * 360 - 180);
      for (int letters = 5; letters <= 7; letters++) {
        Cell cell = Geohash.cell(point, letters);
        assertThat(GreatCircle.metres(cell.centre(), point))
            .isLessThanOrEqualTo(cell.halfDiagonalMetres() + 1e-3);
      }
    }
  }

  @Test
  void aCellsSizeFitsTheRadius() {
    assertThat(Geohash.cell(new LatLon(0, 0), 7).halfDiagonalMetres()).isBetween(100.0, 110.0);
    assertThat(Geohash.cell(new LatLon(0, 0), 6).halfDiagonalMetres()).isBetween(650.0, 700.0);
    assertThat(Geohash.cell(new LatLon(0, 0), 5).halfDiagonalMetres()).isBetween(3_400.0, 3_500.0);
  }
}
