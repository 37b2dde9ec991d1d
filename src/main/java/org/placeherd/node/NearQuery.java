package org.placeherd.node;

import java.util.Optional;
import org.placeherd.geo.Area;
import org.placeherd.geo.Box;
import org.placeherd.geo.LatLon;

/// Which clients are asked for: the nearest to a point that lie within a radius and in an area, and
/// whose reports are young enough.
///
/// @param centre from where distances are measured
/// @param radiusMetres greatest distance, itself included; 0 or more. Half the circumference and
///   more is the whole sphere.
/// @param limit how many at most, 1 … [#MAX_CLIENTS]
/// @param area where they must be
/// @param ageOf which of a report's times says how old it is
/// @param maxAgeNanos greatest age, itself included; 0 or more. A time that is still to come is of
///   age 0. [#ANY_AGE] lets in all.
/// @param except the name of a client that is not meant
public record NearQuery(
    LatLon centre,
    double radiusMetres,
    int limit,
    Area area,
    AgeOf ageOf,
    long maxAgeNanos,
    Optional<String> except) {
  /// Most clients that one query may ask for: so many cost about a millisecond, in which the server
  /// does nothing else.
  public static final int MAX_CLIENTS = 1_000;

  /// No age is too great.
  public static final long ANY_AGE = Long.MAX_VALUE;

  /// Refuses what has no meaning, with a sentence that says what has.
  public NearQuery {
    if (!(radiusMetres >= 0)) {
      throw new IllegalArgumentException(
          "the radius must be 0 or more metres, not " + radiusMetres);
    }
    if (limit < 1 || limit > MAX_CLIENTS) {
      throw new IllegalArgumentException(
          "the limit must be 1 … %d clients, not %d".formatted(MAX_CLIENTS, limit));
    }
    if (maxAgeNanos < 0) {
      throw new IllegalArgumentException(
          "the greatest age must be 0 or more nanoseconds, not " + maxAgeNanos);
    }
  }

  /// The nearest clients of any age, wherever within the radius.
  public NearQuery(LatLon centre, double radiusMetres, int limit) {
    this(centre, radiusMetres, limit, Box.WORLD, AgeOf.RECEPTION, ANY_AGE, Optional.empty());
  }

  /// The same within an area only.
  public NearQuery in(Area other) {
    return new NearQuery(centre, radiusMetres, limit, other, ageOf, maxAgeNanos, except);
  }

  /// The same among reports that are not older.
  public NearQuery notOlderThan(long nanos, AgeOf which) {
    return new NearQuery(centre, radiusMetres, limit, area, which, nanos, except);
  }

  /// The same around another point.
  NearQuery around(LatLon position) {
    return new NearQuery(position, radiusMetres, limit, area, ageOf, maxAgeNanos, except);
  }

  /// Which of a report's times says how old it is.
  public enum AgeOf {
    /// When the server that the client spoke to received it.
    RECEPTION,
    /// The client's own time.
    REPORT
  }
}
