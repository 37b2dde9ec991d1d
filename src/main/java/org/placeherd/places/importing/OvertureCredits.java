package org.placeherd.places.importing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What Overture's `sources` say of a place, as it must be shown with it
/// (docs.overturemaps.org/attribution): which data sets it is from, and under which licences.
final class OvertureCredits {
  private OvertureCredits() {}

  /// A data set and its licence as HTML, such as `meta (CDLA-Permissive-2.0)`; nothing where
  /// neither is named.
  static Optional<String> of(Optional<String> dataset, Optional<String> licence) {
    String text =
        Stream.of(dataset, dataset.isPresent() ? licence.map(name -> "(" + name + ")") : licence)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return Optional.of(html(text)).filter(html -> !html.isEmpty());
  }

  /// One list for the same credits, in whatever order and how often they come.
  static List<String> set(List<String> credits) {
    return credits.stream().distinct().sorted().toList();
  }

  /// They are other people's words, and go to where HTML is shown.
  private static String html(String text) {
    return text.replaceAll("[\\s\\p{Cc}]+", " ")
        .strip()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
