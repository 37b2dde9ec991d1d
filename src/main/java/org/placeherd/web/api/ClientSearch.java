package org.placeherd.web.api;

import java.time.Duration;
import java.util.Optional;
import org.placeherd.geo.Area;
import org.placeherd.geo.LatLon;

/// A search for clients by where they are, found right.
///
/// @param around the client around whom is looked, itself not meant; with it `centre` has no
///   meaning
/// @param centre from where distances are measured
/// @param radiusMetres greatest distance, 0 or more; may be infinite
/// @param limit how many at most, 1 … [#LIMIT_MAX]
/// @param area where they must be
/// @param maxAge greatest time since their reports were received, if any is too great
public record ClientSearch(
    Optional<String> around,
    LatLon centre,
    double radiusMetres,
    int limit,
    Area area,
    Optional<Duration> maxAge) {
  /// Most clients of one answer.
  public static final int LIMIT_MAX = 1_000;
}
