package org.placeherd.places;

import java.util.List;
import org.placeherd.geo.LatLon;

/// A place, as an importer gives it and the embedded index keeps it.
///
/// @param id unique among all sources, with the source in front: `demo:royce-hall`
/// @param types Google's type names, the most telling first: `museum`; one at least
/// @param vicinity where it is, in words: `Los Angeles, United States`; may be empty
/// @param importance how well known it is among others, 0 … 1, for whoever asks for the important
///   ones first
/// @param credits what must be shown with this very place besides what its source asks for, HTML,
///   each once, no control characters; the same lists again and again, for an index numbers them
public record Place(
    String id,
    String name,
    List<String> types,
    LatLon position,
    String vicinity,
    double importance,
    List<String> credits) {
  /// Refuses a place without a type, and credits with control characters.
  public Place {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("a place needs a type: " + id);
    }
    if (credits.stream().anyMatch(text -> text.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException("a credit has control characters: " + id);
    }
    types = List.copyOf(types);
    credits = List.copyOf(credits);
  }

  /// A place for which nothing must be shown but what its source asks for.
  public Place(
      String id,
      String name,
      List<String> types,
      LatLon position,
      String vicinity,
      double importance) {
    this(id, name, types, position, vicinity, importance, List.of());
  }

  /// The same with these credits.
  public Place crediting(List<String> others) {
    return new Place(id, name, types, position, vicinity, importance, others);
  }
}
