package org.placeherd.geo;

/// A point on the sphere.
///
/// @param latitudeDegrees north positive, −90 … 90
/// @param longitudeDegrees east positive, −180 … 180
public record LatLon(double latitudeDegrees, double longitudeDegrees) {
  /// Refuses a point that is not on the sphere.
  public LatLon {
    if (!(Math.abs(latitudeDegrees) <= 90) || !(Math.abs(longitudeDegrees) <= 180)) {
      throw new IllegalArgumentException(
          "not on the sphere: " + latitudeDegrees + ", " + longitudeDegrees);
    }
  }
}
