package org.placeherd.places;

/// What is asked of a source instead of the query itself, so that those who ask nearby share it and
/// the source does not learn where they are.
///
/// @param key what it is shared by
/// @param query what the source is asked: the centre of the cell, and a radius that holds the
///   circles around all points of the cell
record CellQuery(CellKey key, PlacesQuery query) {}
