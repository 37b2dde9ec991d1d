package org.placeherd.places.importing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.LatLon;
import org.placeherd.places.OsmTypes;
import org.placeherd.places.Place;

/// What OpenStreetMap's tags say of a place (wiki.openstreetmap.org, "Map features").
final class OsmTags {
  /// Better known than most: somebody has written an article on it.
  private static final double WITH_ARTICLE = 0.4;

  private static final double PLAIN = 0.1;

  /// As many people as the largest town has.
  private static final double MOST_PEOPLE = 30_000_000;

  private OsmTags() {}

  /// What these tags describe, but for where it is.
  ///
  /// @param id with its kind: `node/123`
  /// @return nothing where it is no place for us; the reason was counted
  static Optional<Described> described(String id, Map<String, String> tags, PlaceSink sink) {
    if (tags.isEmpty()) {
      return Optional.empty();
    }
    List<String> types = OsmTypes.typesOf(tags);
    if (types.isEmpty()) {
      return Optional.empty(); // a tree or a road, and not worth counting
    }
    @Nullable String name = tags.get("name");
    if (name == null || name.isBlank()) {
      sink.skipped("without a name");
      return Optional.empty();
    }
    return Optional.of(new Described("osm:" + id, name, types, vicinity(tags), importance(tags)));
  }

  private static String vicinity(Map<String, String> tags) {
    String street =
        Stream.of("addr:housenumber", "addr:street")
            .map(key -> tags.getOrDefault(key, ""))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" "));
    return Stream.of(street, tags.getOrDefault("addr:city", ""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static double importance(Map<String, String> tags) {
    double people = people(tags.getOrDefault("population", ""));
    if (people > 0) {
      return Math.clamp(Math.log1p(people) / Math.log1p(MOST_PEOPLE), 0, 1);
    }
    return tags.containsKey("wikidata") || tags.containsKey("wikipedia") ? WITH_ARTICLE : PLAIN;
  }

  private static double people(String population) {
    String digits = population.replaceAll("[ ,.]", "");
    return digits.matches("\\d{1,10}") ? Double.parseDouble(digits) : 0;
  }

  /// A place whose position is not known yet.
  record Described(String id, String name, List<String> types, String vicinity, double importance) {
    Described {
      types = List.copyOf(types);
    }

    Place at(LatLon position) {
      return new Place(id, name, types, position, vicinity, importance);
    }
  }
}
