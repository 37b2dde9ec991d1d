package org.placeherd.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.LatLon;

/// A Photon server (github.com/komoot/photon, docs/api-v1.md), asked for the nearest by `/reverse`.
///
/// It knows one tag of each place, so a type that needs two is found only as far as the first one
/// tells it. Names are compared here.
final class Photon implements Upstream {
  static final String NAME = "photon";

  private static final String PATH = "/reverse";
  private static final double METRES = 1_000;

  /// The most that a Photon sends if nobody has set it otherwise.
  private static final int LIMIT = 50;

  /// A radius must be above 0.
  private static final double RADIUS_METRES_MIN = 1;

  private static final Map<String, String> KINDS = Map.of("N", "node", "W", "way", "R", "relation");

  private final URI baseUrl;

  Photon(URI baseUrl) {
    this.baseUrl = baseUrl;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public UpstreamPolicy policy() {
    return OsmResult.POLICY;
  }

  @Override
  public HttpRequest request(PlacesQuery query) throws UpstreamFailure {
    List<OsmFilter> filters = OsmFilter.of(query);
    if (filters.isEmpty()) {
      throw OsmResult.unknownType(NAME, query);
    }
    URI url =
        new SourceUrl(baseUrl, PATH)
            .with("lat", SourceUrl.plain(query.centre().latitudeDegrees()))
            .with("lon", SourceUrl.plain(query.centre().longitudeDegrees()))
            .with(
                "radius",
                SourceUrl.plain(Math.max(RADIUS_METRES_MIN, query.radiusMetres()) / METRES))
            .with("limit", Integer.toString(LIMIT))
            .with(
                "include",
                filters.stream().flatMap(Photon::categories).collect(Collectors.joining(",")))
            .uri();
    return HttpRequest.newBuilder(url).header("User-Agent", OsmResult.USER_AGENT).GET().build();
  }

  private static Stream<String> categories(OsmFilter filter) {
    return filter.values().isEmpty()
        ? Stream.of("osm." + filter.key())
        : filter.tags().map(tag -> "osm." + tag.key() + "." + tag.value());
  }

  @Override
  public FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
      throws UpstreamFailure {
    if (status != 200) {
      String words =
          SourceJson.lenient(body).map(said -> said.path("message").asText("")).orElse("");
      throw SourceComplaint.ofStatus(
          NAME, status, retryAfterSeconds, SourceComplaint.words(words, ""));
    }
    JsonNode reply = SourceJson.object(NAME, body);
    if (!reply.has("features")) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.UNKNOWN_ERROR, NAME + " sent no collection of features");
    }
    JsonNode features = SourceJson.list(NAME, reply, "features");
    List<FoundPlaces.Found> found = new ArrayList<>();
    int leftOut = 0;
    for (JsonNode feature : features) {
      Optional<OsmResult> result = result(feature);
      result.flatMap(each -> each.found(query)).ifPresent(found::add);
      leftOut += result.isPresent() ? 0 : 1;
    }
    return new FoundPlaces(found, OsmResult.ATTRIBUTIONS, features.size() >= LIMIT, leftOut);
  }

  /// GeoJSON has the longitude first.
  private static Optional<OsmResult> result(JsonNode feature) {
    JsonNode coordinates = feature.path("geometry").path("coordinates");
    JsonNode said = feature.path("properties");
    Optional<LatLon> position = SourceJson.position(coordinates.path(1), coordinates.path(0));
    Optional<String> name = SourceJson.text(said.path("name"));
    Optional<String> kind = Optional.ofNullable(KINDS.get(said.path("osm_type").asText("")));
    Optional<String> key = SourceJson.text(said.path("osm_key"));
    Optional<String> value = SourceJson.text(said.path("osm_value"));
    JsonNode id = said.path("osm_id");
    if (position.isEmpty()
        || name.isEmpty()
        || kind.isEmpty()
        || key.isEmpty()
        || value.isEmpty()
        || !id.isIntegralNumber()) {
      return Optional.empty();
    }
    return Optional.of(
        new OsmResult(
            kind.get() + "/" + id.asText(),
            name.get(),
            Map.of(key.get(), value.get()),
            position.get(),
            OsmResult.vicinity(
                SourceJson.text(said.path("housenumber")),
                SourceJson.text(said.path("street")),
                SourceJson.text(said.path("city")))));
  }
}
