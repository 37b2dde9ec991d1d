package org.placeherd.server;

import org.placeherd.geo.LatLon;
import org.placeherd.places.PlacesQuery;
import org.placeherd.wire.Line;

/// What a WHATSAT asks of the places.
final class WhatsatQuery {
  private static final double METRES_IN_KILOMETRE = 1_000;

  private WhatsatQuery() {}

  /// @param centre where its client is
  static PlacesQuery of(LatLon centre, Line whatsat) {
    return new PlacesQuery(
        centre,
        whatsat.radiusKilometres() * METRES_IN_KILOMETRE,
        whatsat.bound(),
        whatsat.placeType(),
        whatsat.placeName(),
        whatsat.ranksByImportance() ? PlacesQuery.Rank.IMPORTANCE : PlacesQuery.Rank.DISTANCE);
  }
}
