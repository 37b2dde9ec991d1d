package org.placeherd.web;

import java.util.Optional;
import org.placeherd.geo.LatLon;

/// A Nearby Search whose parameters were found right.
///
/// @param centre the point
/// @param radiusMetres how far to look, above 0 and at most [#RADIUS_METRES_MAX]
/// @param type only places of this type, one of Google's type names
/// @param words only places whose names have all these words
/// @param order which places come first
public record NearbySearch(
    LatLon centre,
    double radiusMetres,
    Optional<String> type,
    Optional<String> words,
    Order order) {
  /// The largest radius in metres, Google's own; a larger one is taken for this.
  public static final double RADIUS_METRES_MAX = 50_000;

  /// Which places come first.
  public enum Order {
    /// The best known.
    PROMINENCE,
    /// The nearest.
    DISTANCE
  }
}
