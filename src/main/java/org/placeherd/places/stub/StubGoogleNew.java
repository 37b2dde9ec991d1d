package org.placeherd.places.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;

/// Google's Places API (New), `places:searchNearby`.
final class StubGoogleNew implements StubDialect {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double RADIUS_METRES_MAX = 50_000;
  private static final int RESULTS_MAX = 20;
  private static final double VIEWPORT_DEGREES = 0.0013;
  private static final Set<String> FIELDS =
      Set.of(
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
          "attributions",
          "rating",
          "userRatingCount");

  private final StubWorld world;

  StubGoogleNew(StubWorld world) {
    this.world = world;
  }

  @Override
  public String path() {
    return "/v1/places:searchNearby";
  }

  @Override
  public StubAnswer answer(StubRequest request) {
    String key = request.headers().getOrDefault("x-goog-api-key", "");
    if (key.isEmpty()) {
      return error(403, "PERMISSION_DENIED", "This method needs a key to know its caller.");
    }
    if (!key.equals(PlacesStub.KEY)) {
      return denied();
    }
    if (!request.method().equals("POST")) {
      return StubAnswer.text(404, "not found");
    }
    Set<String> mask = new HashSet<>();
    for (String path : request.headers().getOrDefault("x-goog-fieldmask", "").split(",", -1)) {
      if (path.equals("*") || path.equals("places")) {
        mask.addAll(FIELDS);
      } else if (path.startsWith("places.")
          && FIELDS.contains(path.substring(7).split("\\.", 2)[0])) {
        mask.add(path.substring(7).split("\\.", 2)[0]);
      } else if (path.isEmpty()) {
        return invalid("FieldMask is a required parameter; send it in X-Goog-FieldMask.");
      } else {
        return invalid("Error expanding 'fields' parameter. Unknown field '" + path + "'.");
      }
    }
    try {
      return search(MAPPER.readTree(request.body()), mask);
    } catch (JsonProcessingException e) {
      return invalid("Invalid JSON payload received.");
    }
  }

  private StubAnswer search(JsonNode asked, Set<String> mask) {
    JsonNode circle = asked.path("locationRestriction").path("circle");
    JsonNode centre = circle.path("center");
    double radius = circle.path("radius").asDouble(0);
    int most = asked.path("maxResultCount").asInt(RESULTS_MAX);
    String rank = asked.path("rankPreference").asText("POPULARITY");
    double latitude = centre.path("latitude").asDouble(0);
    double longitude = centre.path("longitude").asDouble(0);
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      return invalid("Invalid location_restriction.circle.center.");
    }
    if (!(radius > 0 && radius <= RADIUS_METRES_MAX)) {
      return invalid("Invalid location_restriction.circle.radius: above 0, at most 50000.");
    }
    if (most < 1 || most > RESULTS_MAX) {
      return invalid("Max result count must be between 1 and 20 inclusively.");
    }
    if (!Set.of("POPULARITY", "DISTANCE").contains(rank)) {
      return invalid("Invalid value at 'rank_preference'.");
    }
    Set<String> types = new HashSet<>();
    asked.path("includedTypes").forEach(type -> types.add(type.asText()));
    LatLon point = new LatLon(latitude, longitude);
    List<StubPlace> near =
        rank.equals("DISTANCE") ? world.nearest(point, radius) : world.within(point, radius);
    List<ObjectNode> found = new ArrayList<>();
    near.stream()
        .filter(place -> types.isEmpty() || types.contains(place.type()))
        .limit(most)
        .forEach(place -> found.add(place(place).retain(mask)));
    ObjectNode reply = JSON.objectNode();
    if (!found.isEmpty()) {
      reply.putArray("places").addAll(found);
    }
    return StubAnswer.json(200, reply);
  }

  private static ObjectNode place(StubPlace place) {
    double latitude = place.position().latitudeDegrees();
    double longitude = place.position().longitudeDegrees();
    ObjectNode json = JSON.objectNode();
    json.put("id", "stub-" + place.number());
    json.putObject("displayName").put("text", place.place().name()).put("languageCode", "en");
    json.set("location", point(latitude, longitude));
    ObjectNode viewport = json.putObject("viewport");
    viewport.set("low", point(latitude - VIEWPORT_DEGREES, longitude - VIEWPORT_DEGREES));
    viewport.set("high", point(latitude + VIEWPORT_DEGREES, longitude + VIEWPORT_DEGREES));
    ArrayNode types = json.putArray("types");
    Stream.of(place.type(), "point_of_interest", "establishment").forEach(types::add);
    json.put("primaryType", place.type());
    json.put("businessStatus", "OPERATIONAL");
    json.put("shortFormattedAddress", place.place().vicinity());
    json.put(
        "iconMaskBaseUri", "https://maps.gstatic.com/mapfiles/place_api/icons/v2/generic_pinlet");
    json.put("iconBackgroundColor", "#7B9EB0");
    json.put("rating", 4.5);
    json.put("userRatingCount", 100);
    return json;
  }

  private static ObjectNode point(double latitude, double longitude) {
    return JSON.objectNode().put("latitude", latitude).put("longitude", longitude);
  }

  @Override
  public StubAnswer overQuota() {
    ObjectNode error = errorBody(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric.");
    detail(error, "google.rpc.ErrorInfo").put("reason", "RATE_LIMIT_EXCEEDED");
    detail(error, "google.rpc.RetryInfo").put("retryDelay", "0.5s");
    return StubAnswer.json(429, error);
  }

  @Override
  public StubAnswer denied() {
    ObjectNode error =
        errorBody(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");
    detail(error, "google.rpc.ErrorInfo")
        .put("reason", "API_KEY_INVALID")
        .put("domain", "googleapis.com");
    return StubAnswer.json(400, error);
  }

  @Override
  public StubAnswer timedOut() {
    return error(504, "DEADLINE_EXCEEDED", "Deadline exceeded.");
  }

  private static StubAnswer invalid(String message) {
    return error(400, "INVALID_ARGUMENT", message);
  }

  private static StubAnswer error(int code, String status, String message) {
    return StubAnswer.json(code, errorBody(code, status, message));
  }

  private static ObjectNode errorBody(int code, String status, String message) {
    ObjectNode body = JSON.objectNode();
    body.putObject("error").put("code", code).put("message", message).put("status", status);
    return body;
  }

  private static ObjectNode detail(ObjectNode body, String type) {
    return body.withObject("/error")
        .withArray("details")
        .addObject()
        .put("@type", "type.googleapis.com/" + type);
  }
}
