package org.placeherd.places;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an index says of itself, kept with its commit: the source, and the lists of types and of
/// credits that its records number.
record IndexNotes(PlacesSource source, List<List<String>> types, List<List<String>> credits) {
  /// Of the records and fields; a reader refuses any other.
  private static final String VERSION = "2";

  private static final String TYPE_END = " ";
  private static final String CREDIT_END = "\t";
  private static final String LIST_END = "\n";

  Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("version", VERSION);
    entries.put("source", source.name());
    entries.put("attribution", source.attribution());
    entries.put("licence", source.licence());
    entries.put("as-of", source.asOf());
    entries.put("synthetic", String.valueOf(source.isSynthetic()));
    entries.put(
        "types",
        types.stream()
            .map(list -> String.join(TYPE_END, list))
            .collect(Collectors.joining(LIST_END)));
    entries.put(
        "credits",
        credits.stream()
            .map(list -> String.join(CREDIT_END, list))
            .collect(Collectors.joining(LIST_END)));
    return entries;
  }

  /// @throws IllegalArgumentException when these are no notes of ours, or of another version
  static IndexNotes of(Map<String, String> entries) {
    String version = entries.get("version");
    if (!VERSION.equals(version)) {
      throw new IllegalArgumentException(
          version == null
              ? "it is no index of places"
              : "it has format %s, and this Placeherd reads %s; import it again"
                  .formatted(version, VERSION));
    }
    List<List<String>> types =
        entry(entries, "types")
            .lines()
            .map(line -> Arrays.stream(line.split(TYPE_END)).toList())
            .toList();
    return new IndexNotes(
        new PlacesSource(
            entry(entries, "source"),
            entry(entries, "attribution"),
            entry(entries, "licence"),
            entry(entries, "as-of"),
            Boolean.parseBoolean(entry(entries, "synthetic"))),
        types,
        credits(entry(entries, "credits")));
  }

  /// Most places have none, so a line may be empty.
  private static List<List<String>> credits(String lists) {
    return Arrays.stream(lists.split(LIST_END, -1))
        .map(line ->
            line.isEmpty() ? List.<String>of() : Arrays.stream(line.split(CREDIT_END)).toList())
        .toList();
  }

  private static String entry(Map<String, String> entries, String key) {
    String value = entries.get(key);
    if (value == null) {
      throw new IllegalArgumentException("its notes lack '" + key + "'");
    }
    return value;
  }
}
