package org.placeherd.places;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;

/// A place of OpenStreetMap's that Photon or Overpass has sent, and what both may and must do with
/// it.
///
/// @param id with its kind: `node/123`
/// @param tags those that its type depends on
/// @param vicinity where it is, in words; may be empty
record OsmResult(
    String id, String name, Map<String, String> tags, LatLon position, String vicinity) {
  /// What must be shown (openstreetmap.org/copyright): the name, and where the licence is.
  static final List<String> ATTRIBUTIONS =
      List.of(
          "© <a href=\"https://www.openstreetmap.org/copyright\">OpenStreetMap contributors</a>");

  /// The licence (ODbL) lets answers be kept. A map that is mended by hand changes slowly.
  static final UpstreamPolicy POLICY =
      new UpstreamPolicy(
          Duration.ofHours(1), Duration.ofHours(24), Duration.ofSeconds(60), true, 0, false);

  /// Servers of OpenStreetMap's want to know who asks.
  static final String USER_AGENT = "placeherd";

  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  OsmResult {
    tags = Map.copyOf(tags);
  }

  /// A street with a number and a town, as far as they are known.
  static String vicinity(Optional<String> number, Optional<String> street, Optional<String> town) {
    String address =
        street.isEmpty()
            ? ""
            : Stream.of(number, street).flatMap(Optional::stream).collect(Collectors.joining(" "));
    return Stream.of(address, town.orElse(""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /// There is no tag for the type that is wanted.
  static UpstreamFailure unknownType(String source, PlacesQuery query) {
    return new UpstreamFailure(
        UpstreamFailure.Kind.INVALID_REQUEST,
        "%s knows no places of the type '%s'".formatted(source, query.type().orElse("")));
  }

  /// The place as a reply shows it; nothing where it is no place for us, or not what was asked for.
  Optional<FoundPlaces.Found> found(PlacesQuery query) {
    List<String> types = OsmTypes.typesOf(tags);
    boolean isWanted =
        !types.isEmpty()
            && query.type().map(types::contains).orElse(true)
            && query.words().map(this::hasWords).orElse(true);
    return isWanted
        ? Optional.of(new FoundPlaces.Found(position, name, types, false, json(types)))
        : Optional.empty();
  }

  private boolean hasWords(String words) {
    return words(name).containsAll(words(words));
  }

  private static Set<String> words(String text) {
    return NO_WORD
        .splitAsStream(FoldedText.of(text))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  private String json(List<String> types) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("business_status", "OPERATIONAL");
    json.putObject("geometry")
        .putObject("location")
        .put("lat", position.latitudeDegrees())
        .put("lng", position.longitudeDegrees());
    json.put("name", name);
    json.put("place_id", "osm:" + id);
    json.put("reference", "osm:" + id);
    ArrayNode shown = json.putArray("types");
    PlaceTypes.shown(types).forEach(shown::add);
    if (!vicinity.isEmpty()) {
      json.put("vicinity", vicinity);
    }
    return json.toString();
  }
}
