package org.placeherd.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client takes: a header such as `Accept` or `Accept-Encoding` (RFC 9110 §12.5).
final class Accepted {
  private static final String ANY = "*";

  private final List<Range> ranges = new ArrayList<>();
  private final boolean isGiven;

  private record Range(String name, double weight) {}

  /// @param header its value; without one all is taken
  Accepted(@Nullable String header) {
    isGiven = header != null;
    if (header != null) {
      for (String part : header.split(",", -1)) {
        String[] pieces = part.split(";", -1);
        String name = pieces[0].strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty()) {
          ranges.add(new Range(name, weight(pieces)));
        }
      }
    }
  }

  private static double weight(String[] pieces) {
    for (int i = 1; i < pieces.length; i++) {
      String piece = pieces[i].strip().toLowerCase(Locale.ROOT);
      if (piece.startsWith("q=")) {
        try {
          return Double.parseDouble(piece.substring(2));
        } catch (NumberFormatException e) {
          return 0; // what cannot be understood is not wished for
        }
      }
    }
    return 1;
  }

  /// Which of two media types is wished for more, the first if both are alike; nothing if neither
  /// is taken.
  Optional<String> choose(String first, String second) {
    double ofFirst = isGiven ? mediaType(first) : 1;
    double ofSecond = isGiven ? mediaType(second) : 0;
    if (!(ofFirst > 0) && !(ofSecond > 0)) {
      return Optional.empty();
    }
    return Optional.of(ofSecond > ofFirst ? second : first);
  }

  private double mediaType(String type) {
    String group = type.substring(0, type.indexOf('/')) + "/*";
    return weightOf(type).or(() -> weightOf(group)).or(() -> weightOf("*/*")).orElse(0.0);
  }

  /// Whether a content coding such as `gzip` is taken.
  boolean takesCoding(String coding) {
    return isGiven && weightOf(coding).or(() -> weightOf(ANY)).orElse(0.0) > 0;
  }

  private Optional<Double> weightOf(String name) {
    return ranges.stream().filter(range -> range.name.equals(name)).map(Range::weight).findFirst();
  }
}
