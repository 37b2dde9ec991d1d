package org.placeherd.places.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.placeherd.geo.LatLon;

/// Photon's `/reverse`: the nearest first, longitude before latitude, kilometres.
final class StubPhoton implements StubDialect {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double RADIUS_KILOMETRES_MAX = 5_000;
  private static final double METRES = 1_000;

  /// The most that Photon sends if nobody sets another limit.
  private static final int RESULTS_MAX = 50;

  private final StubWorld world;

  StubPhoton(StubWorld world) {
    this.world = world;
  }

  @Override
  public String path() {
    return "/reverse";
  }

  @Override
  public StubAnswer answer(StubRequest request) {
    OptionalDouble latitude = request.number("lat");
    OptionalDouble longitude = request.number("lon");
    double kilometres = request.number("radius").orElse(1);
    double limit = request.number("limit").orElse(1);
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return refused("missing search term 'lat' and/or 'lon': /reverse?lat=51.5&lon=8.0");
    }
    if (Math.abs(latitude.getAsDouble()) > 90 || Math.abs(longitude.getAsDouble()) > 180) {
      return refused("invalid search term 'lat' and/or 'lon'");
    }
    if (!(kilometres > 0 && kilometres <= RADIUS_KILOMETRES_MAX)) {
      return refused("invalid radius, expected to be between 0 and 5000");
    }
    if (limit < 1) {
      return refused("invalid limit");
    }
    // What is repeated must all hold; of what has commas between, one must.
    List<List<String>> wanted =
        request.parameters().getOrDefault("include", List.of()).stream()
            .map(list -> List.of(list.split(",", -1)))
            .toList();
    if (wanted.stream().flatMap(List::stream).anyMatch(category -> !category.contains("."))) {
      return refused("a category needs a group and a label");
    }
    LatLon point = new LatLon(latitude.getAsDouble(), longitude.getAsDouble());
    ObjectNode reply = JSON.objectNode().put("type", "FeatureCollection");
    ArrayNode features = reply.putArray("features");
    world.nearest(point, kilometres * METRES).stream()
        .filter(place -> wanted.stream().allMatch(any -> isOneOf(place, any)))
        .limit(Math.min((long) limit, RESULTS_MAX))
        .forEach(place -> features.add(feature(place)));
    return StubAnswer.json(200, reply);
  }

  private static boolean isOneOf(StubPlace place, List<String> categories) {
    String category = "osm." + place.tag().key() + "." + place.tag().value() + ".";
    return categories.stream().anyMatch(wanted -> category.startsWith(wanted + "."));
  }

  private static ObjectNode feature(StubPlace place) {
    ObjectNode feature = JSON.objectNode().put("type", "Feature");
    feature
        .putObject("geometry")
        .put("type", "Point")
        .putArray("coordinates")
        .add(place.position().longitudeDegrees())
        .add(place.position().latitudeDegrees());
    feature
        .putObject("properties")
        .put("osm_type", place.kind().substring(0, 1).toUpperCase(Locale.ROOT))
        .put("osm_id", place.number())
        .put("osm_key", place.tag().key())
        .put("osm_value", place.tag().value())
        .put("name", place.place().name())
        .put("city", place.tag("addr:city"));
    return feature;
  }

  @Override
  public StubAnswer overQuota() {
    return StubAnswer.text(429, "Too many requests");
  }

  @Override
  public StubAnswer denied() {
    return StubAnswer.text(403, "Forbidden");
  }

  @Override
  public StubAnswer timedOut() {
    return StubAnswer.text(504, "Gateway Time-out");
  }

  private static StubAnswer refused(String message) {
    return StubAnswer.json(400, JSON.objectNode().put("message", message));
  }
}
