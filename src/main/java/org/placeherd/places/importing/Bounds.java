package org.placeherd.places.importing;

import java.util.Optional;
import org.placeherd.geo.LatLon;

/// The bounds of something that is no point, and their middle.
///
/// What spans more than half the circle of longitudes is taken to lie across ±180°.
final class Bounds {
  private double south = Double.POSITIVE_INFINITY;
  private double north = Double.NEGATIVE_INFINITY;

  /// The bounds of the longitudes as they are, and as they are from 0 to 360.
  private double west = Double.POSITIVE_INFINITY;

  private double east = Double.NEGATIVE_INFINITY;
  private double westOf360 = Double.POSITIVE_INFINITY;
  private double eastOf360 = Double.NEGATIVE_INFINITY;
  private boolean offSphere;

  void add(double latitude, double longitude) {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      offSphere = true;
      return;
    }
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    double of360 = longitude < 0 ? longitude + 360 : longitude;
    westOf360 = Math.min(westOf360, of360);
    eastOf360 = Math.max(eastOf360, of360);
  }

  /// Whether something was added that is nowhere on Earth.
  boolean isOffSphere() {
    return offSphere;
  }

  /// The middle; nothing where nothing was added.
  Optional<LatLon> middle() {
    if (south > north) {
      return Optional.empty();
    }
    double longitude = (west + east) / 2;
    if (east - west > 180) {
      double of360 = (westOf360 + eastOf360) / 2;
      longitude = of360 > 180 ? of360 - 360 : of360;
    }
    return Optional.of(new LatLon((south + north) / 2, longitude));
  }
}
