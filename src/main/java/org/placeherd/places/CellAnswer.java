package org.placeherd.places;

import java.time.Instant;
import org.placeherd.geo.GreatCircle;

/// What a source has answered to a [CellQuery].
///
/// @param asked what it was asked last
/// @param found what it has found; its own attributions travel with it wherever it goes
/// @param at when it answered
/// @param nanos the same, to measure its age
record CellAnswer(PlacesQuery asked, FoundPlaces found, Instant at, long nanos) {
  /// Roughly what objects and references take, in bytes.
  private static final int OVERHEAD = 400;

  private static final int PLACE_OVERHEAD = 200;

  /// Whether all that lies in the circle of a query is here.
  boolean covers(PlacesQuery query) {
    return covers(query, query.radiusMetres());
  }

  /// Whether all that lies so near to the point of a query is here.
  boolean covers(PlacesQuery query, double metres) {
    return !found.isTruncated()
        && GreatCircle.metres(asked.centre(), query.centre()) + metres <= asked.radiusMetres();
  }

  boolean isEmpty() {
    return found.places().isEmpty();
  }

  /// How much memory it takes, roughly, in bytes.
  int weight() {
    return OVERHEAD
        + found.places().stream()
            .mapToInt(place -> PLACE_OVERHEAD + place.json().length() + place.name().length())
            .sum();
  }
}
