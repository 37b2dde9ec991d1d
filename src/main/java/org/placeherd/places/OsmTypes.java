package org.placeherd.places;

import java.util.Optional;

/// Interim.
public final class OsmTypes {
  private OsmTypes() {}

  /// The type of a tag.
  public static Optional<String> typeOf(String key, String value) {
    return switch (key) {
      case "amenity", "shop", "tourism", "leisure" -> Optional.of(value);
      default -> Optional.empty();
    };
  }
}
