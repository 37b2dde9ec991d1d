package org.placeherd.places;

import java.util.Optional;

/// What makes two queries to one source the same. There is no language in a [PlacesQuery], so there
/// is none here.
///
/// @param cell the name of the cell
/// @param radiusMetres the radius that is shared: queries with a smaller one are answered from it
record CellKey(
    String cell,
    double radiusMetres,
    Optional<String> type,
    Optional<String> words,
    PlacesQuery.Rank rank) {}
