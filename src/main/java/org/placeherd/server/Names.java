package org.placeherd.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds what a mistyped word was meant to be.
public final class Names {
  private Names() {}

  /// The known word nearest to `word` by edit distance, if one is near enough to be meant: at most
  /// a third of its letters differ, or two.
  public static Optional<String> nearest(String word, List<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /// The known words that are nearest to `word` by edit distance, the nearest first, however far.
  ///
  /// @param most so many at most
  public static List<String> nearest(String word, Collection<String> known, int most) {
    return known.stream()
        .sorted(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .toList();
  }

  /// The end of a sentence about an unknown word: the nearest known word, and all known words.
  public static String hint(String word, List<String> known) {
    String list = known.isEmpty() ? "none is known" : "known: " + String.join(", ", known);
    return nearest(word, known)
        .map(near -> "; did you mean " + near + "? (" + list + ")")
        .orElse(" (" + list + ").");
  }

  /// The word in quotes, with control characters made visible, so that it cannot spoil a terminal.
  public static String quoted(String word) {
    return '"' + printable(word) + '"';
  }

  /// The text with control characters made visible as `\u001b`.
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            shown.append(String.format("\\u%04x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  /// Levenshtein distance, letter case aside.
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        boolean same =
            Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
