package org.placeherd.places.stub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.placeherd.geo.LatLon;
import org.placeherd.places.OsmTag;
import org.placeherd.places.OsmTypes;
import org.placeherd.places.Place;

/// A place of the stub's world, as OpenStreetMap and as Google would know it.
///
/// @param number its place in the table, which is its id in OpenStreetMap
/// @param tag the tag of its type
/// @param tags its other tags
record StubPlace(int number, Place place, OsmTag tag, Map<String, String> tags) {
  private static final OsmTag UNKNOWN = new OsmTag("tourism", "attraction");
  private static final List<String> KINDS = List.of("node", "way", "relation");

  static StubPlace of(int number, Place place) {
    String type = place.types().getFirst();
    OsmTag tag =
        OsmTypes.tagsOf(type).stream()
            .filter(known -> OsmTypes.typesOf(Map.of(known.key(), known.value())).contains(type))
            .findFirst()
            .orElse(UNKNOWN);
    Map<String, String> tags = new HashMap<>();
    tags.put("name", place.name());
    tags.put("addr:city", place.vicinity().split(",", -1)[0]);
    return new StubPlace(number, place, tag, Map.copyOf(tags));
  }

  LatLon position() {
    return place.position();
  }

  String type() {
    return place.types().getFirst();
  }

  /// What it is in OpenStreetMap: `node`, `way` or `relation`.
  String kind() {
    return KINDS.get(number % KINDS.size());
  }

  /// The value of a tag, or empty.
  String tag(String key) {
    return key.equals(tag.key()) ? tag.value() : tags.getOrDefault(key, "");
  }
}
