package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Google's types for OpenStreetMap's tags, from a table with a tag a line: key, value, type, with
/// a tab between. Where a type needs a second tag (a place of worship is a mosque by its religion),
/// that one's key and value follow.
public final class OsmTypes {
  /// Keys that make something a place, the most telling first.
  public static final List<String> KEYS =
      List.of(
          "amenity",
          "shop",
          "tourism",
          "leisure",
          "historic",
          "office",
          "healthcare",
          "craft",
          "railway",
          "aeroway",
          "public_transport",
          "natural",
          "man_made",
          "place",
          "building");

  private static final String TABLE = "osm-types.tsv";
  private static final int FIELDS = 3;
  private static final int FIELDS_WITH_SECOND_TAG = 5;

  private static final List<Row> ROWS = read();
  private static final Map<OsmTag, List<Row>> BY_TAG =
      ROWS.stream().collect(Collectors.groupingBy(Row::tag));
  private static final Map<String, List<OsmTag>> BY_TYPE =
      ROWS.stream()
          .collect(
              Collectors.groupingBy(
                  Row::type, Collectors.mapping(Row::tag, Collectors.toUnmodifiableList())));

  private OsmTypes() {}

  private record Row(OsmTag tag, String type, Optional<OsmTag> second) {
    boolean fits(Map<String, String> tags) {
      return second.isEmpty() || second.get().value().equals(tags.get(second.get().key()));
    }
  }

  /// The types of what has these tags, the most telling first: those that needed a second tag are
  /// followed by the one that did not. Empty where it is no place for us.
  public static List<String> typesOf(Map<String, String> tags) {
    for (String key : KEYS) {
      @Nullable String value = tags.get(key);
      List<Row> rows =
          value == null ? List.of() : BY_TAG.getOrDefault(new OsmTag(key, value), List.of());
      if (!rows.isEmpty()) {
        Set<String> types = new LinkedHashSet<>();
        rows.stream()
            .filter(row -> row.second.isPresent() && row.fits(tags))
            .forEach(row -> types.add(row.type));
        rows.stream().filter(row -> row.second.isEmpty()).forEach(row -> types.add(row.type));
        return List.copyOf(types);
      }
    }
    return List.of();
  }

  /// The tags to ask for where a type is wanted; what has one of them need not be of the type, for
  /// a second tag may decide. Empty where there is no such type.
  public static List<OsmTag> tagsOf(String type) {
    return BY_TYPE.getOrDefault(type, List.of());
  }

  /// The values of a key that make something a place.
  public static List<String> valuesOf(String key) {
    return ROWS.stream()
        .map(Row::tag)
        .filter(tag -> tag.key().equals(key))
        .map(OsmTag::value)
        .distinct()
        .toList();
  }

  private static List<Row> read() {
    List<Row> rows = new ArrayList<>();
    try (@Nullable InputStream table = OsmTypes.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + " is missing from the Placeherd jar; rebuild it");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(table, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          rows.add(row(line));
        }
      }
      return List.copyOf(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
  }

  private static Row row(String line) {
    String[] fields = line.split("\t", -1);
    OsmTag tag = fields.length < FIELDS ? new OsmTag("", "") : new OsmTag(fields[0], fields[1]);
    return switch (fields.length) {
      case FIELDS -> new Row(tag, fields[2], Optional.empty());
      case FIELDS_WITH_SECOND_TAG ->
          new Row(tag, fields[2], Optional.of(new OsmTag(fields[3], fields[4])));
      default -> throw new IllegalStateException(TABLE + ": no tag with a type: " + line);
    };
  }
}
