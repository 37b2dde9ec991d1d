package org.placeherd.places;

import java.util.Comparator;
import java.util.List;

/// Turns the text of `--places` into a provider.
public final class PlacesProviders {
  /// The names that `named` knows.
  public static final List<String> NAMES = List.of(EmbeddedPlaces.NAME);

  private PlacesProviders() {}

  /// The provider of that name, not yet warm.
  ///
  /// @throws IllegalArgumentException for an unknown name, with the known ones and the nearest
  public static PlacesProvider named(String name) {
    return switch (name) {
      case EmbeddedPlaces.NAME -> new EmbeddedPlaces(DemoPlaces::openIndex);
      default -> throw new IllegalArgumentException(unknown(name, NAMES));
    };
  }

  static String unknown(String name, List<String> known) {
    String nearest =
        known.stream().min(Comparator.comparingInt(each -> edits(name, each))).orElseThrow();
    return "unknown places provider '%s'; known: %s; nearest: %s"
        .formatted(name, String.join(", ", known), nearest);
  }

  /// How many letters must be put in, taken out or changed to get from one word to the other
  /// (Levenshtein distance).
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int i = 0; i < row.length; i++) {
      row[i] = i;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
