package org.placeherd.places;

import org.placeherd.geo.LatLon;

/// What is asked of a provider: the places nearest to a point.
///
/// @param centre the point
/// @param radiusMetres how far a place may be from it, 0 … 50,000 (Google's own limit)
/// @param limit how many places are shown at most, 0 … 20 (one page of Google's)
public record PlacesQuery(LatLon centre, double radiusMetres, int limit) {
  /// The largest radius, in metres.
  public static final double RADIUS_METRES_MAX = 50_000;

  /// The largest limit.
  public static final int LIMIT_MAX = 20;

  /// Refuses a radius or a limit out of range.
  public PlacesQuery {
    if (!(radiusMetres >= 0 && radiusMetres <= RADIUS_METRES_MAX)) {
      throw new IllegalArgumentException("radius must be 0 to 50000 metres: " + radiusMetres);
    }
    if (limit < 0 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit must be 0 to 20: " + limit);
    }
  }
}
