package org.placeherd.web.stream;

import org.placeherd.geo.Box;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// All that is no farther from a point than so many metres, on the sphere.
///
/// @param radiusMetres 0 or more
public record Circle(LatLon centre, double radiusMetres) {
  /// More than rounding can add to an angle; a tenth of a metre.
  private static final double ROUNDING_DEGREES = 1e-6;

  private static final double FULL_TURN_DEGREES = 360;

  boolean contains(LatLon point) {
    return GreatCircle.metres(centre, point) <= radiusMetres;
  }

  /// A box that has all of it inside.
  Box bounds() {
    double angle =
        Math.toDegrees(radiusMetres / GreatCircle.EARTH_MEAN_RADIUS_METRES) + ROUNDING_DEGREES;
    double south = centre.latitudeDegrees() - angle;
    double north = centre.latitudeDegrees() + angle;
    if (south <= -90 || north >= 90) {
      return new Box(Math.max(-90, south), -180, Math.min(90, north), 180);
    }
    double sine =
        Math.sin(Math.toRadians(angle)) / Math.cos(Math.toRadians(centre.latitudeDegrees()));
    double half = Math.toDegrees(Math.asin(Math.min(1, sine))) + ROUNDING_DEGREES;
    double west = centre.longitudeDegrees() - half;
    double east = centre.longitudeDegrees() + half;
    return new Box(
        south,
        west < -180 ? west + FULL_TURN_DEGREES : west,
        north,
        east > 180 ? east - FULL_TURN_DEGREES : east);
  }
}
