package org.placeherd.geo;

/// Distance on the sphere: the shortest way along the surface, by the haversine formula.
public final class GreatCircle {
  /// The mean radius R1 = (2a + b) / 3 of the WGS 84 ellipsoid (IUGG; NIMA TR8350.2), in metres.
  public static final double EARTH_MEAN_RADIUS_METRES = 6_371_008.7714;

  private GreatCircle() {}

  /// The distance between two points in metres, 0 … half the circumference (about 20,015 km).
  ///
  /// The sphere is up to 0.6 % off the true ellipsoid. The formula keeps its digits for close
  /// points, across ±180° and at the poles.
  public static double metres(LatLon from, LatLon to) {
    double fromLatitude = Math.toRadians(from.latitudeDegrees());
    double toLatitude = Math.toRadians(to.latitudeDegrees());
    double sinHalfLatitude = Math.sin((toLatitude - fromLatitude) / 2);
    double sinHalfLongitude =
        Math.sin(Math.toRadians(to.longitudeDegrees() - from.longitudeDegrees()) / 2);
    double haversine =
        sinHalfLatitude * sinHalfLatitude
            + Math.cos(fromLatitude) * Math.cos(toLatitude) * sinHalfLongitude * sinHalfLongitude;
    // Rounding can push the haversine of antipodes a hair over 1.
    return 2 * EARTH_MEAN_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, haversine)));
  }
}
