package org.placeherd.places;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The types of places in Google's words.
final class PlaceTypes {
  private static final String LOCALITY = "locality";

  private PlaceTypes() {}

  /// The types as a reply shows them: as Google does it, towns are political and all else is a
  /// point of interest and an establishment, too.
  static List<String> shown(List<String> types) {
    Set<String> shown = new LinkedHashSet<>(types);
    if (types.contains(LOCALITY)) {
      shown.add("political");
    } else {
      shown.add("point_of_interest");
      shown.add("establishment");
    }
    return new ArrayList<>(shown);
  }
}
