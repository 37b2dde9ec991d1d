package org.placeherd.places;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;

/// Google's Places API (New), `places:searchNearby` (developers.google.com/maps, Places API, Nearby
/// Search (New)). Its answer is turned into the shape of the legacy one.
///
/// It cannot search by name; that is another call of Google's. It has no pages and needs none.
final class GoogleNew implements Upstream {
  static final String NAME = "google-new";

  /// What must be shown with Google's places where there is no map.
  static final String ATTRIBUTION = "Google Maps";

  private static final String PATH = "/v1/places:searchNearby";

  /// All of these are in the cheapest product that has names, "Nearby Search Pro"; ratings, prices
  /// or opening hours would lift the call to a dearer one.
  private static final String MASK =
      Stream.of(
              "id",
              "displayName",
              "location",
              "viewport",
              "types",
              "primaryType",
              "businessStatus",
              "shortFormattedAddress",
              "plusCode",
              "iconMaskBaseUri",
              "iconBackgroundColor",
              "attributions")
          .map(field -> "places." + field)
          .collect(Collectors.joining(","));

  /// $32 per 1,000, the list price of Nearby Search Pro in November 2026.
  private static final long MICRO_DOLLARS = 32_000;

  /// Google's terms let nothing be kept but place ids and, for 30 days, positions.
  private static final UpstreamPolicy POLICY =
      new UpstreamPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, true, MICRO_DOLLARS, false);

  /// A radius must be above 0.
  private static final double RADIUS_METRES_MIN = 1;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final URI url;
  private final String key;

  GoogleNew(URI baseUrl, String key) {
    this.url = SourceUrl.under(baseUrl, PATH);
    this.key = key;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public UpstreamPolicy policy() {
    return POLICY;
  }

  @Override
  public HttpRequest request(PlacesQuery query) throws UpstreamFailure {
    if (query.words().isPresent()) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.INVALID_REQUEST, NAME + " cannot search by name");
    }
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .header("X-Goog-Api-Key", key)
        .header("X-Goog-FieldMask", MASK)
        .POST(HttpRequest.BodyPublishers.ofString(body(query)))
        .build();
  }

  private static String body(PlacesQuery query) {
    ObjectNode body = JSON.objectNode();
    query.type().ifPresent(type -> body.putArray("includedTypes").add(type));
    body.put("maxResultCount", Math.max(1, query.limit()));
    body.put(
        "rankPreference",
        switch (query.rank()) {
          case DISTANCE -> "DISTANCE";
          case IMPORTANCE -> "POPULARITY";
        });
    ObjectNode circle = body.putObject("locationRestriction").putObject("circle");
    circle
        .putObject("center")
        .put("latitude", query.centre().latitudeDegrees())
        .put("longitude", query.centre().longitudeDegrees());
    circle.put("radius", Math.max(RADIUS_METRES_MIN, query.radiusMetres()));
    return body.toString();
  }

  @Override
  public FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
      throws UpstreamFailure {
    if (status != 200) {
      throw GoogleNewError.of(NAME, status, retryAfterSeconds, body, key);
    }
    JsonNode places = SourceJson.list(NAME, SourceJson.object(NAME, body), "places");
    List<FoundPlaces.Found> found = new ArrayList<>();
    Set<String> attributions = new LinkedHashSet<>(List.of(ATTRIBUTION));
    int leftOut = 0;
    for (JsonNode place : places) {
      Optional<FoundPlaces.Found> each = found(place);
      each.ifPresent(found::add);
      leftOut += each.isPresent() ? 0 : 1;
      for (JsonNode attribution : place.path("attributions")) {
        attribution(attribution).ifPresent(attributions::add);
      }
    }
    return new FoundPlaces(
        found, List.copyOf(attributions), places.size() >= query.limit(), leftOut);
  }

  private static Optional<FoundPlaces.Found> found(JsonNode place) {
    JsonNode location = place.path("location");
    Optional<LatLon> position =
        SourceJson.position(location.path("latitude"), location.path("longitude"));
    Optional<String> name = SourceJson.text(place.path("displayName").path("text"));
    Optional<String> id = SourceJson.text(place.path("id"));
    if (position.isEmpty() || name.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    List<String> types = types(place);
    return Optional.of(
        new FoundPlaces.Found(
            position.get(),
            name.get(),
            types,
            place.path("businessStatus").asText("").startsWith("CLOSED"),
            result(place, id.get(), name.get(), types).toString()));
  }

  private static List<String> types(JsonNode place) {
    Set<String> types = new LinkedHashSet<>();
    SourceJson.text(place.path("primaryType")).ifPresent(types::add);
    place.path("types").forEach(type -> SourceJson.text(type).ifPresent(types::add));
    return List.copyOf(types);
  }

  private static ObjectNode result(JsonNode place, String id, String name, List<String> types) {
    ObjectNode result = JSON.objectNode();
    copy(place, "businessStatus", result, "business_status");
    ObjectNode geometry = result.putObject("geometry");
    point(place.path("location")).ifPresent(point -> geometry.set("location", point));
    Optional<ObjectNode> high = point(place.path("viewport").path("high"));
    Optional<ObjectNode> low = point(place.path("viewport").path("low"));
    if (high.isPresent() && low.isPresent()) {
      ObjectNode viewport = geometry.putObject("viewport");
      viewport.set("northeast", high.get());
      viewport.set("southwest", low.get());
    }
    copy(place, "iconBackgroundColor", result, "icon_background_color");
    copy(place, "iconMaskBaseUri", result, "icon_mask_base_uri");
    result.put("name", name);
    result.put("place_id", id);
    if (place.path("plusCode").isObject()) {
      ObjectNode plusCode = result.putObject("plus_code");
      copy(place.path("plusCode"), "compoundCode", plusCode, "compound_code");
      copy(place.path("plusCode"), "globalCode", plusCode, "global_code");
    }
    result.put("reference", id);
    ArrayNode legacyTypes = result.putArray("types");
    types.forEach(legacyTypes::add);
    copy(place, "shortFormattedAddress", result, "vicinity");
    return result;
  }

  private static void copy(JsonNode from, String field, ObjectNode to, String legacyField) {
    SourceJson.text(from.path(field)).ifPresent(text -> to.put(legacyField, text));
  }

  private static Optional<ObjectNode> point(JsonNode point) {
    JsonNode latitude = point.path("latitude");
    JsonNode longitude = point.path("longitude");
    if (!latitude.isNumber() || !longitude.isNumber()) {
      return Optional.empty();
    }
    ObjectNode legacy = JSON.objectNode();
    legacy.set("lat", latitude);
    legacy.set("lng", longitude);
    return Optional.of(legacy);
  }

  /// The provider of a place's data, with its link if it has one.
  private static Optional<String> attribution(JsonNode attribution) {
    return SourceJson.text(attribution.path("provider"))
        .map(GoogleNew::escaped)
        .map(provider ->
            SourceJson.text(attribution.path("providerUri"))
                .filter(uri -> uri.startsWith("https://") || uri.startsWith("http://"))
                .map(uri -> "<a href=\"%s\">%s</a>".formatted(escaped(uri), provider))
                .orElse(provider));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
