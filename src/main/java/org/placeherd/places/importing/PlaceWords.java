package org.placeherd.places.importing;

import java.util.Locale;

/// How files' words become those of the index.
final class PlaceWords {
  /// The type of a place of which no more is known.
  static final String ANY_TYPE = "point_of_interest";

  private PlaceWords() {}

  /// A category as Google writes its types: `Coffee Shop` → `coffee_shop`.
  static String type(String category) {
    String type = category.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    String trimmed = type.replaceAll("^_+|_+$", "");
    return trimmed.isEmpty() ? ANY_TYPE : trimmed;
  }
}
