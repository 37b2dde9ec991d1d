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
public record Place(
    String id,
    String name,
    List<String> types,
    LatLon position,
    String vicinity,
    double importance) {
  /// Refuses a place without a type.
  public Place {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("a place needs a type: " + id);
    }
    types = List.copyOf(types);
  }
}
