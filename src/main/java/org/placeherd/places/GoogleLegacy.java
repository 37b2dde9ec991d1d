package org.placeherd.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// Google's legacy Nearby Search (developers.google.com/maps, Places API (Legacy)), which projects
/// made before it was closed to new ones may still use. Its results are shown as they came.
///
/// The nearest can be asked for only together with a type or words; otherwise it gives what is
/// prominent within the radius. It is never asked for a second page.
final class GoogleLegacy implements Upstream {
  static final String NAME = "google-legacy";

  private static final String PATH = "/maps/api/place/nearbysearch/json";

  /// A page. There is no parameter to have less.
  private static final int PAGE = 20;

  /// Some $40 per 1,000: a legacy search brings, and bills, all fields.
  private static final long MICRO_DOLLARS = 40_000;

  /// As for [GoogleNew], but that nothing may be changed.
  private static final UpstreamPolicy POLICY =
      new UpstreamPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, true, MICRO_DOLLARS, true);

  /// A radius must be above 0.
  private static final double RADIUS_METRES_MIN = 1;

  private final URI baseUrl;
  private final String key;

  GoogleLegacy(URI baseUrl, String key) {
    this.baseUrl = baseUrl;
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
  public HttpRequest request(PlacesQuery query) {
    SourceUrl url =
        new SourceUrl(baseUrl, PATH)
            .with(
                "location",
                SourceUrl.plain(query.centre().latitudeDegrees())
                    + ","
                    + SourceUrl.plain(query.centre().longitudeDegrees()));
    if (isByDistance(query)) {
      url.with("rankby", "distance");
    } else {
      url.with("radius", SourceUrl.plain(Math.max(RADIUS_METRES_MIN, query.radiusMetres())));
    }
    query.type().ifPresent(type -> url.with("type", type));
    query.words().ifPresent(words -> url.with("keyword", words));
    return HttpRequest.newBuilder(url.with("key", key).uri()).GET().build();
  }

  private static boolean isByDistance(PlacesQuery query) {
    return query.rank() == PlacesQuery.Rank.DISTANCE
        && (query.type().isPresent() || query.words().isPresent());
  }

  @Override
  public FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
      throws UpstreamFailure {
    if (status != 200) {
      throw SourceComplaint.ofStatus(NAME, status, retryAfterSeconds, "");
    }
    JsonNode reply = SourceJson.object(NAME, body);
    String said = reply.path("status").asText("");
    if (!said.equals("OK") && !said.equals("ZERO_RESULTS")) {
      throw failure(said, reply.path("error_message").asText(""), retryAfterSeconds);
    }
    JsonNode results = SourceJson.list(NAME, reply, "results");
    List<FoundPlaces.Found> found = new ArrayList<>();
    int leftOut = 0;
    for (JsonNode result : results) {
      Optional<FoundPlaces.Found> each = found(result);
      // What is ranked by distance has no radius, so it is cut where it leaves the circle.
      each.filter(place -> !isByDistance(query) || isInside(query, place)).ifPresent(found::add);
      leftOut += each.isPresent() ? 0 : 1;
    }
    List<String> attributions = new ArrayList<>(List.of(GoogleNew.ATTRIBUTION));
    reply
        .path("html_attributions")
        .forEach(html -> SourceJson.text(html).ifPresent(attributions::add));
    boolean isTruncated = reply.has("next_page_token") || results.size() >= PAGE;
    return new FoundPlaces(found, attributions, isTruncated, leftOut);
  }

  private static boolean isInside(PlacesQuery query, FoundPlaces.Found place) {
    return GreatCircle.metres(query.centre(), place.position()) <= query.radiusMetres();
  }

  private static Optional<FoundPlaces.Found> found(JsonNode result) {
    JsonNode location = result.path("geometry").path("location");
    Optional<LatLon> position = SourceJson.position(location.path("lat"), location.path("lng"));
    Optional<String> name = SourceJson.text(result.path("name"));
    if (position.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    List<String> types = new ArrayList<>();
    result.path("types").forEach(type -> SourceJson.text(type).ifPresent(types::add));
    boolean isClosed =
        result.path("business_status").asText("").startsWith("CLOSED")
            || result.path("permanently_closed").asBoolean(false);
    return Optional.of(
        new FoundPlaces.Found(position.get(), name.get(), types, isClosed, result.toString()));
  }

  private UpstreamFailure failure(String said, String message, long retryAfterSeconds) {
    UpstreamFailure.Kind kind =
        switch (said) {
          case "INVALID_REQUEST" -> UpstreamFailure.Kind.INVALID_REQUEST;
          case "REQUEST_DENIED" -> UpstreamFailure.Kind.REQUEST_DENIED;
          case "OVER_QUERY_LIMIT", "OVER_DAILY_LIMIT" -> UpstreamFailure.Kind.OVER_QUERY_LIMIT;
          default -> UpstreamFailure.Kind.UNKNOWN_ERROR;
        };
    String words = SourceComplaint.words(message, key);
    return new UpstreamFailure(
        kind,
        "%s: %s%s"
            .formatted(
                NAME,
                said.isEmpty() ? "no status" : SourceComplaint.words(said, key),
                words.isEmpty() ? "" : ", " + words),
        retryAfterSeconds);
  }
}
