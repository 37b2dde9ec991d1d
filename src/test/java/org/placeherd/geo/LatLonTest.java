package org.placeherd.geo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatLonTest {
  @Test
  void refusesAPointOffTheSphere() {
    assertThatThrownBy(() -> new LatLon(90.1, 0)).hasMessageContaining("90.1");
  }
}
