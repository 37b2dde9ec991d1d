package org.placeherd.places;

import java.util.Optional;
import org.placeherd.geo.LatLon;

/// What is asked of a provider: places near a point.
///
/// @param centre the point
/// @param radiusMetres how far a place may be from it, 0 … 50,000 (Google's own limit)
/// @param limit how many places are shown at most, 0 … 20 (one page of Google's)
/// @param type only places of this type, one of Google's type names
/// @param words only places whose name has all these words
/// @param rank which places come first, and so which the limit leaves
public record PlacesQuery(
    LatLon centre,
    double radiusMetres,
    int limit,
    Optional<String> type,
    Optional<String> words,
    Rank rank) {
  /// The largest radius, in metres.
  public static final double RADIUS_METRES_MAX = 50_000;

  /// The largest limit.
  public static final int LIMIT_MAX = 20;

  /// Which places come first.
  public enum Rank {
    /// The nearest.
    DISTANCE,
    /// The best known; of two alike the nearer.
    IMPORTANCE;

    /// The rank that users call so.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Rank named(String name) {
      return switch (name) {
        case "distance" -> DISTANCE;
        case "importance" -> IMPORTANCE;
        default ->
            throw new IllegalArgumentException(
                "rank must be distance or importance: '" + name + "'");
      };
    }
  }

  /// Refuses a radius or a limit out of range.
  public PlacesQuery {
    if (!(radiusMetres >= 0 && radiusMetres <= RADIUS_METRES_MAX)) {
      throw new IllegalArgumentException("radius must be 0 to 50000 metres: " + radiusMetres);
    }
    if (limit < 0 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit must be 0 to 20: " + limit);
    }
  }

  /// The nearest places of any kind, as WHATSAT asks for.
  public PlacesQuery(LatLon centre, double radiusMetres, int limit) {
    this(centre, radiusMetres, limit, Optional.empty(), Optional.empty(), Rank.DISTANCE);
  }

  /// The same with another radius.
  PlacesQuery within(double otherRadiusMetres) {
    return new PlacesQuery(centre, otherRadiusMetres, limit, type, words, rank);
  }
}
