package org.placeherd.places;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A tag to ask for, or a key with any value.
///
/// @param values the values that will do; empty where any will
record OsmFilter(String key, List<String> values) {
  /// Nearly all that has one of these keys is a place; of the others most is not.
  private static final Set<String> KEYS_OF_PLACES =
      Set.of("amenity", "shop", "tourism", "leisure", "historic", "office", "healthcare", "craft");

  OsmFilter {
    values = List.copyOf(values);
  }

  /// What to ask for, one of which must hold: the tags of a type, or whatever is a place for us.
  /// Empty where the type is none of OpenStreetMap's.
  static List<OsmFilter> of(PlacesQuery query) {
    return query.type().map(OsmFilter::ofType).orElseGet(OsmFilter::ofAll);
  }

  private static List<OsmFilter> ofType(String type) {
    List<OsmTag> tags = OsmTypes.tagsOf(type);
    return tags.stream()
        .map(OsmTag::key)
        .distinct()
        .map(key ->
            new OsmFilter(
                key,
                tags.stream()
                    .filter(tag -> tag.key().equals(key))
                    .map(OsmTag::value)
                    .distinct()
                    .toList()))
        .toList();
  }

  private static List<OsmFilter> ofAll() {
    return OsmTypes.KEYS.stream()
        .map(key ->
            new OsmFilter(key, KEYS_OF_PLACES.contains(key) ? List.of() : OsmTypes.valuesOf(key)))
        .toList();
  }

  Stream<OsmTag> tags() {
    return values.stream().map(value -> new OsmTag(key, value));
  }
}
