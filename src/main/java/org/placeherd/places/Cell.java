package org.placeherd.places;

import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// A piece of the sphere, all of whose points are asked for as one.
///
/// @param name another cell has another one
/// @param centre what is asked for instead of the point
/// @param halfDiagonalMetres no point of the cell is farther from its centre
record Cell(String name, LatLon centre, double halfDiagonalMetres) {
  /// A point that is asked for itself.
  static Cell exactly(LatLon point) {
    return new Cell(point.latitudeDegrees() + "," + point.longitudeDegrees(), point, 0);
  }

  /// The cell between two corners. The corner nearer to the equator is the farther one from the
  /// centre, for there the meridians are farther apart.
  static Cell between(String name, LatLon southWest, LatLon northEast) {
    LatLon centre =
        new LatLon(
            (southWest.latitudeDegrees() + northEast.latitudeDegrees()) / 2,
            (southWest.longitudeDegrees() + northEast.longitudeDegrees()) / 2);
    return new Cell(
        name,
        centre,
        Math.max(GreatCircle.metres(centre, southWest), GreatCircle.metres(centre, northEast)));
  }
}
