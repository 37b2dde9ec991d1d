package org.placeherd.geo;

/// Distance and course on the sphere: the shortest way along the surface, by the haversine formula.
public final class GreatCircle {
  /// The mean radius R1 = (2a + b) / 3 of the WGS 84 ellipsoid (IUGG; NIMA TR8350.2), in metres.
  public static final double EARTH_MEAN_RADIUS_METRES = 6_371_008.7714;

  /// More than rounding can add to a difference of degrees; a tenth of a millimetre.
  private static final double ROUNDING_DEGREES = 1e-9;

  private GreatCircle() {}

  /// The distance between two points in metres, 0 … half the circumference (about 20,015 km).
  ///
  /// The sphere is up to 0.6 % off the true ellipsoid. The formula keeps its digits for close
  /// points, across ±180° and at the poles.
  public static double metres(LatLon from, LatLon to) {
    return metres(
        haversine(
            from.latitudeDegrees(),
            from.longitudeDegrees(),
            to.latitudeDegrees(),
            to.longitudeDegrees()));
  }

  /// The haversine of the angle between two points: 0 for one point, 1 for antipodes. It grows with
  /// the distance, so it can stand for it.
  public static double haversine(
      double fromLatitudeDegrees,
      double fromLongitudeDegrees,
      double toLatitudeDegrees,
      double toLongitudeDegrees) {
    double fromLatitude = Math.toRadians(fromLatitudeDegrees);
    double toLatitude = Math.toRadians(toLatitudeDegrees);
    double sinHalfLatitude = Math.sin((toLatitude - fromLatitude) / 2);
    double sinHalfLongitude =
        Math.sin(Math.toRadians(toLongitudeDegrees - fromLongitudeDegrees) / 2);
    double haversine =
        sinHalfLatitude * sinHalfLatitude
            + Math.cos(fromLatitude) * Math.cos(toLatitude) * sinHalfLongitude * sinHalfLongitude;
    // Rounding can push the haversine of antipodes a hair over 1.
    return Math.min(1, haversine);
  }

  /// The distance in metres that has this haversine.
  public static double metres(double haversine) {
    return 2 * EARTH_MEAN_RADIUS_METRES * Math.asin(Math.sqrt(haversine));
  }

  /// The haversine that a distance in metres has; 1 from half the circumference on.
  public static double haversine(double metres) {
    double sine = Math.sin(Math.min(metres / (2 * EARTH_MEAN_RADIUS_METRES), Math.PI / 2));
    return sine * sine;
  }

  /// A haversine that no point of a box falls short of, 0 if the point is inside. Nearly that of
  /// the nearest one where the box is small; the formula's two terms are each made as small as they
  /// become.
  ///
  /// @param box from −180 to 180, west not beyond east
  public static double leastHaversine(LatLon from, Box box) {
    double latitude = from.latitudeDegrees();
    double longitude = from.longitudeDegrees();
    double sinHalfLatitude =
        sinHalf(Math.max(box.southDegrees() - latitude, latitude - box.northDegrees()));
    double least = sinHalfLatitude * sinHalfLatitude;
    if (longitude >= box.westDegrees() && longitude <= box.eastDegrees()) {
      return least;
    }
    double gap =
        Math.min(
            longitudeGap(longitude, box.westDegrees()), longitudeGap(longitude, box.eastDegrees()));
    double sinHalfLongitude = sinHalf(gap);
    double cosine =
        Math.min(
            Math.cos(Math.toRadians(box.southDegrees())),
            Math.cos(Math.toRadians(box.northDegrees())));
    return least
        + Math.cos(Math.toRadians(latitude)) * cosine * sinHalfLongitude * sinHalfLongitude;
  }

  /// The sine of half of that many degrees less what rounding may have added; 0 for none.
  private static double sinHalf(double degrees) {
    return Math.sin(Math.toRadians(Math.max(0, degrees - ROUNDING_DEGREES)) / 2);
  }

  private static double longitudeGap(double oneDegrees, double otherDegrees) {
    double gap = Math.abs(oneDegrees - otherDegrees);
    return Math.min(gap, 360 - gap);
  }

  /// The course on which the shortest way from one point to another begins: degrees clockwise from
  /// north, 0 … 360 without 360.
  ///
  /// At a pole it counts from the meridian of the longitude that the point is given with. To the
  /// very same point it is 0, to the antipode any.
  public static double initialBearingDegrees(LatLon from, LatLon to) {
    double fromLatitude = Math.toRadians(from.latitudeDegrees());
    double toLatitude = Math.toRadians(to.latitudeDegrees());
    double longitude = Math.toRadians(to.longitudeDegrees() - from.longitudeDegrees());
    double east = Math.sin(longitude) * Math.cos(toLatitude);
    // cos a · sin b − sin a · cos b · cos λ, written so that it keeps its digits for close points.
    double sinHalfLongitude = Math.sin(longitude / 2);
    double north =
        Math.sin(toLatitude - fromLatitude)
            + 2
                * Math.sin(fromLatitude)
                * Math.cos(toLatitude)
                * sinHalfLongitude
                * sinHalfLongitude;
    double degrees = Math.toDegrees(Math.atan2(east, north));
    double bearing = degrees < 0 ? degrees + 360 : degrees;
    return bearing < 360 ? bearing + 0.0 : 0;
  }
}
