package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.placeherd.geo.LatLon;

class PlacesQueryTest {
  private static final LatLon ORIGIN = new LatLon(0, 0);

  @Test
  void takesTheBounds() {
    assertThat(new PlacesQuery(ORIGIN, 0, 0).limit()).isZero();
    assertThat(new PlacesQuery(ORIGIN, 50_000, 20).radiusMetres()).isEqualTo(50_000);
  }

  @Test
  void refusesARadiusOutOfRange() {
    assertThatThrownBy(() -> new PlacesQuery(ORIGIN, 50_000.1, 1)).hasMessageContaining("50000.1");
    assertThatThrownBy(() -> new PlacesQuery(ORIGIN, -0.1, 1)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> new PlacesQuery(ORIGIN, Double.NaN, 1)).hasMessageContaining("NaN");
  }

  @Test
  void refusesALimitOutOfRange() {
    assertThatThrownBy(() -> new PlacesQuery(ORIGIN, 1, 21)).hasMessageContaining("21");
    assertThatThrownBy(() -> new PlacesQuery(ORIGIN, 1, -1)).hasMessageContaining("-1");
  }
}
