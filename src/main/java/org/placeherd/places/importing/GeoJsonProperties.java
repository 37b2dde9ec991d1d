package org.placeherd.places.importing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.places.OsmTypes;

/// What a feature's properties say of a place: plain ones, those of OpenStreetMap's tags, and those
/// of Overture.
final class GeoJsonProperties {
  private GeoJsonProperties() {}

  static Optional<String> name(JsonNode properties) {
    return first(
        properties.path("name"),
        properties.path("names").path("primary"),
        properties.path("title"));
  }

  static List<String> types(JsonNode properties) {
    Optional<String> said =
        first(
            properties.path("type"),
            properties.path("category"),
            properties.path("categories").path("primary"),
            properties.path("taxonomy").path("primary"),
            properties.path("basic_category"));
    List<String> types =
        said.isPresent()
            ? List.of(OvertureTypes.typeOf(said.get()))
            : OsmTypes.typesOf(tags(properties));
    return types.isEmpty() ? List.of(PlaceWords.ANY_TYPE) : types;
  }

  private static Map<String, String> tags(JsonNode properties) {
    return properties.properties().stream()
        .filter(each -> each.getValue().isTextual())
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().textValue()));
  }

  static String vicinity(JsonNode properties) {
    JsonNode address = properties.path("addresses").path(0);
    return first(
            properties.path("vicinity"),
            properties.path("address"),
            address.path("freeform"),
            properties.path("addr:city"),
            properties.path("city"))
        .orElse("");
  }

  static double importance(JsonNode properties) {
    double importance =
        properties.path("importance").asDouble(properties.path("confidence").asDouble(0));
    return Math.clamp(importance, 0, 1);
  }

  /// Overture names the data sets of each place.
  static List<String> credits(JsonNode properties) {
    List<String> credits = new ArrayList<>();
    for (JsonNode source : properties.path("sources")) {
      OvertureCredits.of(first(source.path("dataset")), first(source.path("license")))
          .ifPresent(credits::add);
    }
    return OvertureCredits.set(credits);
  }

  private static Optional<String> first(JsonNode... values) {
    return Stream.of(values)
        .filter(JsonNode::isTextual)
        .map(value -> value.textValue().strip())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }
}
