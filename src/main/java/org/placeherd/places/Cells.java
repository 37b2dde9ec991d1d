package org.placeherd.places;

import java.util.List;

/// Which cell stands for a query.
///
/// @param isRounding whether a point is rounded to its cell; otherwise only equal points share
/// @param isWidening whether the radius is rounded up and made larger by half the diagonal of the
///   cell, so that a circle around any point in it is covered. A source whose results are shown as
///   they came is asked for the true radius, for nothing would cut off what lies outside.
record Cells(boolean isRounding, boolean isWidening) {
  /// The radii that are shared, in metres: at most two and a half times what was asked for.
  private static final List<Integer> RADII =
      List.of(50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000);

  /// So that a point in the corner of a cell is covered in spite of floating point.
  private static final double ROUNDING_METRES = 1;

  private static final double SMALL_METRES = 1_000;
  private static final double MIDDLE_METRES = 10_000;

  /// The query to ask.
  CellQuery of(PlacesQuery query) {
    return of(query, radiusOf(query));
  }

  /// All that a query could be answered from, the smallest first: a larger circle around the same
  /// place has what a smaller one has. The first is [#of(PlacesQuery)].
  List<CellQuery> covering(PlacesQuery query) {
    double least = radiusOf(query);
    return isWidening
        ? RADII.stream().filter(radius -> radius >= least).map(r -> of(query, r)).toList()
        : List.of(of(query, least));
  }

  private double radiusOf(PlacesQuery query) {
    return isWidening
        ? RADII.stream().filter(r -> r >= query.radiusMetres()).findFirst().orElseThrow()
        : query.radiusMetres();
  }

  private CellQuery of(PlacesQuery query, double radius) {
    Cell cell =
        isRounding ? Geohash.cell(query.centre(), letters(radius)) : Cell.exactly(query.centre());
    double asked = isWidening ? radius + cell.halfDiagonalMetres() + ROUNDING_METRES : radius;
    return new CellQuery(
        new CellKey(cell.name(), radius, query.type(), query.words(), query.rank()),
        new PlacesQuery(
            cell.centre(),
            Math.min(asked, PlacesQuery.RADIUS_METRES_MAX),
            PlacesQuery.LIMIT_MAX,
            query.type(),
            query.words(),
            query.rank()));
  }

  /// Small circles need small cells, or most of what is asked for lies outside.
  private static int letters(double radiusMetres) {
    return radiusMetres <= SMALL_METRES ? 7 : radiusMetres <= MIDDLE_METRES ? 6 : 5;
  }
}
