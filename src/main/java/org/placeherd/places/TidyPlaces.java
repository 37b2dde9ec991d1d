package org.placeherd.places;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.placeherd.geo.GreatCircle;

/// Leaves out what is closed, and what a source has twice: the same name and kind within 50 m. The
/// first one stays.
final class TidyPlaces {
  private static final double SAME_METRES = 50;
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private TidyPlaces() {}

  private record Kind(String name, String type) {
    static Kind of(FoundPlaces.Found place) {
      return new Kind(
          normalised(place.name()), place.types().isEmpty() ? "" : place.types().getFirst());
    }
  }

  static FoundPlaces of(FoundPlaces found) {
    Map<Kind, List<FoundPlaces.Found>> seen = new HashMap<>();
    List<FoundPlaces.Found> tidy = new ArrayList<>();
    for (FoundPlaces.Found place : found.places()) {
      List<FoundPlaces.Found> alike = seen.computeIfAbsent(Kind.of(place), _ -> new ArrayList<>());
      if (!place.isClosed() && alike.stream().noneMatch(other -> isSameSpot(place, other))) {
        alike.add(place);
        tidy.add(place);
      }
    }
    return new FoundPlaces(tidy, found.attributions(), found.isTruncated(), found.leftOut());
  }

  private static boolean isSameSpot(FoundPlaces.Found one, FoundPlaces.Found other) {
    return GreatCircle.metres(one.position(), other.position()) <= SAME_METRES;
  }

  /// Without accents, capitals and punctuation; a name of punctuation only stays as it is.
  private static String normalised(String name) {
    String words = NO_WORD.matcher(FoldedText.of(name)).replaceAll(" ").strip();
    return words.isEmpty() ? name : words;
  }
}
