package org.placeherd.web.api;

import java.util.Optional;
import org.placeherd.geo.LatLon;

/// A search for places, found right.
///
/// @param centre the point
/// @param radiusMetres how far to look, 0 … [#RADIUS_METRES_MAX]
/// @param limit how many at most, 1 … [#LIMIT_MAX]
/// @param type only places of this type, one of Google's type names
/// @param words only places whose names have all these words
/// @param isByImportance whether the best known come first, and not the nearest
public record PlaceSearch(
    LatLon centre,
    double radiusMetres,
    int limit,
    Optional<String> type,
    Optional<String> words,
    boolean isByImportance) {
  /// The largest radius in metres.
  public static final double RADIUS_METRES_MAX = 50_000;

  /// Most places of one answer.
  public static final int LIMIT_MAX = 20;
}
