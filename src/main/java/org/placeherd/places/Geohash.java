package org.placeherd.places;

import org.placeherd.geo.LatLon;

/// Geohash: the sphere halved again and again, by longitude first, five halvings to a letter.
/// Written from the description at geohash.org; longitude 180 is in the easternmost cell.
final class Geohash {
  private static final String LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int BITS_OF_LETTER = 5;

  private Geohash() {}

  /// The cell of a point.
  ///
  /// @param letters how many letters its name has: 5 is some 4.9 km at the equator, 6 some 1.2 ×
  ///   0.6 km, 7 some 150 m
  static Cell cell(LatLon point, int letters) {
    double south = -90;
    double north = 90;
    double west = -180;
    double east = 180;
    StringBuilder name = new StringBuilder(letters);
    int letter = 0;
    for (int bit = 0; bit < letters * BITS_OF_LETTER; bit++) {
      boolean upper;
      if (bit % 2 == 0) {
        double middle = (west + east) / 2;
        upper = point.longitudeDegrees() >= middle;
        west = upper ? middle : west;
        east = upper ? east : middle;
      } else {
        double middle = (south + north) / 2;
        upper = point.latitudeDegrees() >= middle;
        south = upper ? middle : south;
        north = upper ? north : middle;
      }
      letter = letter * 2 + (upper ? 1 : 0);
      if (bit % BITS_OF_LETTER == BITS_OF_LETTER - 1) {
        name.append(LETTERS.charAt(letter));
        letter = 0;
      }
    }
    return Cell.between(name.toString(), new LatLon(south, west), new LatLon(north, east));
  }
}
