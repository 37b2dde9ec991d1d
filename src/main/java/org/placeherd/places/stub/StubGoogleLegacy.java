package org.placeherd.places.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;

/// Google's legacy Nearby Search. All that it says has status 200.
final class StubGoogleLegacy implements StubDialect {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double RADIUS_METRES_MAX = 50_000;

  /// Three pages are all that there is.
  private static final int RESULTS_MAX = 60;

  private final StubWorld world;
  private final StubPages pages;

  StubGoogleLegacy(StubWorld world, LongSupplier nanoTime) {
    this.world = world;
    pages = new StubPages(nanoTime);
  }

  @Override
  public String path() {
    return "/maps/api/place/nearbysearch/json";
  }

  @Override
  public StubAnswer answer(StubRequest request) {
    if (!request.parameter("key").equals(Optional.of(PlacesStub.KEY))) {
      return denied();
    }
    Optional<String> token = request.parameter("pagetoken");
    if (token.isPresent()) {
      return pages.take(token.get()).map(this::page).orElseGet(() -> failed("INVALID_REQUEST", ""));
    }
    Optional<LatLon> centre = request.parameter("location").flatMap(StubGoogleLegacy::point);
    boolean byDistance = request.parameter("rankby").equals(Optional.of("distance"));
    Optional<String> type = request.parameter("type").flatMap(StubGoogleLegacy::firstType);
    Optional<String> words =
        request.parameter("keyword").or(() -> request.parameter("name")).filter(w -> !w.isBlank());
    OptionalDouble radius = request.number("radius");
    if (centre.isEmpty()) {
      return failed("INVALID_REQUEST", "location is missing or wrong.");
    }
    if (byDistance ? request.parameter("radius").isPresent() : radius.orElse(0) <= 0) {
      return failed("INVALID_REQUEST", "radius is needed, but not with rankby=distance.");
    }
    if (byDistance && type.isEmpty() && words.isEmpty()) {
      return failed("INVALID_REQUEST", "rankby=distance needs keyword, name or type.");
    }
    double metres = Math.min(radius.orElse(RADIUS_METRES_MAX), RADIUS_METRES_MAX);
    List<StubPlace> near =
        byDistance ? world.nearest(centre.get(), metres) : world.within(centre.get(), metres);
    return page(
        near.stream()
            .filter(place -> type.isEmpty() || type.get().equals(place.type()))
            .filter(place -> words.isEmpty() || hasWords(place, words.get()))
            .limit(RESULTS_MAX)
            .toList());
  }

  private static boolean hasWords(StubPlace place, String words) {
    String name = place.place().name().toLowerCase(Locale.ROOT);
    return Stream.of(words.toLowerCase(Locale.ROOT).split(" ", -1)).allMatch(name::contains);
  }

  private static Optional<LatLon> point(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    OptionalDouble latitude = StubRequest.finite(parts[0]);
    OptionalDouble longitude = StubRequest.finite(parts[1]);
    return latitude.isPresent()
            && longitude.isPresent()
            && Math.abs(latitude.getAsDouble()) <= 90
            && Math.abs(longitude.getAsDouble()) <= 180
        ? Optional.of(new LatLon(latitude.getAsDouble(), longitude.getAsDouble()))
        : Optional.empty();
  }

  /// Of several with `|` between the first counts; with commas none does.
  private static Optional<String> firstType(String types) {
    return types.contains(",") || types.isBlank()
        ? Optional.empty()
        : Optional.of(types.split("\\|", -1)[0]);
  }

  private StubAnswer page(List<StubPlace> left) {
    ObjectNode reply = JSON.objectNode();
    reply.putArray("html_attributions");
    pages.next(left).ifPresent(token -> reply.put("next_page_token", token));
    ArrayNode results = reply.putArray("results");
    left.stream().limit(StubPages.SIZE).forEach(place -> results.add(result(place)));
    return StubAnswer.json(200, reply.put("status", left.isEmpty() ? "ZERO_RESULTS" : "OK"));
  }

  private static ObjectNode result(StubPlace place) {
    ObjectNode json = JSON.objectNode();
    json.put("business_status", "OPERATIONAL");
    json.putObject("geometry")
        .putObject("location")
        .put("lat", place.position().latitudeDegrees())
        .put("lng", place.position().longitudeDegrees());
    json.put("name", place.place().name());
    json.put("place_id", "stub-" + place.number());
    json.put("rating", 4.5);
    json.put("reference", "stub-" + place.number());
    json.put("scope", "GOOGLE");
    ArrayNode types = json.putArray("types");
    Stream.of(place.type(), "point_of_interest", "establishment").forEach(types::add);
    return json.put("vicinity", place.place().vicinity());
  }

  @Override
  public StubAnswer overQuota() {
    return failed("OVER_QUERY_LIMIT", "You have exceeded your rate-limit for this API.");
  }

  @Override
  public StubAnswer denied() {
    return failed("REQUEST_DENIED", "The provided API key is invalid.");
  }

  @Override
  public StubAnswer timedOut() {
    return failed("UNKNOWN_ERROR", "");
  }

  private static StubAnswer failed(String status, String message) {
    ObjectNode reply = JSON.objectNode();
    if (!message.isEmpty()) {
      reply.put("error_message", message);
    }
    reply.putArray("html_attributions");
    reply.putArray("results");
    return StubAnswer.json(200, reply.put("status", status));
  }
}
