package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// An Overpass server (wiki.openstreetmap.org, "Overpass API"), asked by `/api/interpreter`.
///
/// It cannot be asked for the nearest: what is beyond the limit is cut off in the order of ids. So
/// it is asked with a growing radius until there is enough.
final class Overpass implements Upstream {
  static final String NAME = "overpass";

  private static final String PATH = "/api/interpreter";

  /// The growing radii, in metres.
  private static final List<Double> RADII = List.of(200.0, 800.0, 3_000.0, 10_000.0);

  /// The largest radius where nothing says what is wanted: 10 km around any point of a cell. More
  /// would be whole countries' worth of places, thrown away by the limit.
  private static final double RADIUS_METRES_MAX_WITHOUT_TYPE = 12_000;

  /// The most that is sent.
  private static final int LIMIT = 200;

  /// Whole seconds: the largest below [UpstreamFetch#ATTEMPT_MILLIS].
  private static final int TIMEOUT_SECONDS = 1;

  private static final Set<String> KINDS = Set.of("node", "way", "relation");

  private final URI url;

  Overpass(URI baseUrl) {
    url = SourceUrl.under(baseUrl, PATH);
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
  public List<PlacesQuery> steps(PlacesQuery query) {
    double last =
        query.type().isPresent()
            ? query.radiusMetres()
            : Math.min(query.radiusMetres(), RADIUS_METRES_MAX_WITHOUT_TYPE);
    return Stream.concat(RADII.stream().filter(radius -> 2 * radius <= last), Stream.of(last))
        .map(query::within)
        .toList();
  }

  @Override
  public HttpRequest request(PlacesQuery query) throws UpstreamFailure {
    List<OsmFilter> filters = OsmFilter.of(query);
    if (filters.isEmpty()) {
      throw OsmResult.unknownType(NAME, query);
    }
    String around =
        "nwr(around:%s,%s,%s)[\"name\"]"
            .formatted(
                SourceUrl.plain(query.radiusMetres()),
                SourceUrl.plain(query.centre().latitudeDegrees()),
                SourceUrl.plain(query.centre().longitudeDegrees()));
    String statements =
        filters.stream()
            .map(filter -> around + "[" + condition(filter) + "];")
            .collect(Collectors.joining());
    String script =
        "[out:json][timeout:%d];(%s);out center tags %d;"
            .formatted(TIMEOUT_SECONDS, statements, LIMIT);
    return HttpRequest.newBuilder(url)
        .header("User-Agent", OsmResult.USER_AGENT)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("data=" + URLEncoder.encode(script, UTF_8)))
        .build();
  }

  /// Keys and values come from our own table, which has nothing to escape.
  private static String condition(OsmFilter filter) {
    return switch (filter.values().size()) {
      case 0 -> "\"%s\"".formatted(filter.key());
      case 1 -> "\"%s\"=\"%s\"".formatted(filter.key(), filter.values().getFirst());
      default -> "\"%s\"~\"^(%s)$\"".formatted(filter.key(), String.join("|", filter.values()));
    };
  }

  @Override
  public FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
      throws UpstreamFailure {
    if (status != 200) {
      throw SourceComplaint.ofStatus(NAME, status, retryAfterSeconds, "");
    }
    JsonNode reply = SourceJson.object(NAME, body);
    String remark = reply.path("remark").asText("");
    if (remark.startsWith("runtime error")) { // else it would look as if nothing were there
      throw new UpstreamFailure(
          UpstreamFailure.Kind.UNKNOWN_ERROR, NAME + ": " + SourceComplaint.words(remark, ""));
    }
    if (!reply.has("elements")) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.UNKNOWN_ERROR, NAME + " sent no list of elements");
    }
    JsonNode elements = SourceJson.list(NAME, reply, "elements");
    List<FoundPlaces.Found> found = new ArrayList<>();
    int leftOut = 0;
    for (JsonNode element : elements) {
      Optional<OsmResult> result = result(element);
      result.flatMap(each -> each.found(query)).ifPresent(found::add);
      leftOut += result.isPresent() ? 0 : 1;
    }
    // Ids say nothing to anybody; whoever wants the best known gets the nearest, too.
    found.sort(
        Comparator.comparingDouble(place -> GreatCircle.metres(query.centre(), place.position())));
    return new FoundPlaces(found, OsmResult.ATTRIBUTIONS, elements.size() >= LIMIT, leftOut);
  }

  /// A node has its position, everything else the middle of its bounds.
  private static Optional<OsmResult> result(JsonNode element) {
    String kind = element.path("type").asText("");
    JsonNode at = kind.equals("node") ? element : element.path("center");
    Optional<LatLon> position = SourceJson.position(at.path("lat"), at.path("lon"));
    Map<String, String> tags = new HashMap<>();
    element
        .path("tags")
        .properties()
        .forEach(tag ->
            SourceJson.text(tag.getValue()).ifPresent(value -> tags.put(tag.getKey(), value)));
    Optional<String> name = Optional.ofNullable(tags.get("name"));
    JsonNode id = element.path("id");
    if (position.isEmpty() || name.isEmpty() || !KINDS.contains(kind) || !id.isIntegralNumber()) {
      return Optional.empty();
    }
    return Optional.of(
        new OsmResult(
            kind + "/" + id.asText(),
            name.get(),
            tags,
            position.get(),
            OsmResult.vicinity(
                Optional.ofNullable(tags.get("addr:housenumber")),
                Optional.ofNullable(tags.get("addr:street")),
                Optional.ofNullable(tags.get("addr:city")))));
  }
}
