package org.placeherd.places.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.placeherd.geo.LatLon;

/// Overpass' `/api/interpreter`, as much of its language as a search around a point needs:
/// `[out:json]…;(nwr(around:R,LAT,LON)["key"]["key"="value"]["key"~"pattern"];…);out center tags
/// N;`. What it sends is in the order of ids and not of distances.
final class StubOverpass implements StubDialect {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern QUERY =
      Pattern.compile("\\[out:json](?:\\[\\w+:\\d+])*;\\((.*)\\);out center tags (\\d+);");
  private static final Pattern STATEMENT =
      Pattern.compile("nwr\\(around:([\\d.]+),(-?[\\d.]+),(-?[\\d.]+)\\)((?:\\[[^]]*])*);");
  private static final Pattern FILTER = Pattern.compile("\\[\"([\\w:]+)\"(?:(=|~)\"([^\"]*)\")?]");

  private final StubWorld world;

  StubOverpass(StubWorld world) {
    this.world = world;
  }

  @Override
  public String path() {
    return "/api/interpreter";
  }

  @Override
  public StubAnswer answer(StubRequest request) {
    Optional<String> data = request.parameter("data");
    Matcher query = QUERY.matcher(data.orElse(""));
    if (!query.matches()) {
      return StubAnswer.text(400, "parse error: this query is not understood");
    }
    try {
      return elements(query.group(1), Integer.parseInt(query.group(2)));
    } catch (IllegalArgumentException e) { // a number that is none, or a point that is nowhere
      return StubAnswer.text(400, "parse error: this statement is not understood");
    }
  }

  private StubAnswer elements(String statements, int most) {
    SortedMap<Integer, StubPlace> found = new TreeMap<>();
    Matcher statement = STATEMENT.matcher(statements);
    int end = 0;
    while (statement.lookingAt()) {
      end = statement.end();
      LatLon centre =
          new LatLon(
              Double.parseDouble(statement.group(2)), Double.parseDouble(statement.group(3)));
      List<Filter> filters = Filter.all(statement.group(4));
      world.within(centre, Double.parseDouble(statement.group(1))).stream()
          .filter(place -> filters.stream().allMatch(filter -> filter.fits(place)))
          .forEach(place -> found.put(place.number(), place));
      statement.region(end, statements.length());
    }
    if (end < statements.length()) {
      return StubAnswer.text(400, "parse error: this statement is not understood");
    }
    ObjectNode reply = JSON.objectNode().put("version", 0.6).put("generator", "a stub");
    ArrayNode elements = reply.putArray("elements");
    found.values().stream().limit(most).forEach(place -> elements.add(element(place)));
    return StubAnswer.json(200, reply);
  }

  /// @param comparison `=`, `~`, or empty where the key will do
  private record Filter(String key, String comparison, String value) {
    static List<Filter> all(String text) {
      return FILTER
          .matcher(text)
          .results()
          .map(found ->
              new Filter(
                  found.group(1),
                  Optional.ofNullable(found.group(2)).orElse(""),
                  Optional.ofNullable(found.group(3)).orElse("")))
          .toList();
    }

    boolean fits(StubPlace place) {
      String tag = place.tag(key);
      return switch (comparison) {
        case "=" -> tag.equals(value);
        case "~" -> isFound(tag);
        default -> !tag.isEmpty();
      };
    }

    private boolean isFound(String tag) {
      try {
        return !tag.isEmpty() && Pattern.compile(value).matcher(tag).find();
      } catch (PatternSyntaxException e) {
        return false;
      }
    }
  }

  private static ObjectNode element(StubPlace place) {
    ObjectNode element = JSON.objectNode().put("type", place.kind()).put("id", place.number());
    ObjectNode position = place.kind().equals("node") ? element : element.putObject("center");
    position
        .put("lat", place.position().latitudeDegrees())
        .put("lon", place.position().longitudeDegrees());
    ObjectNode tags = element.putObject("tags").put(place.tag().key(), place.tag().value());
    place.tags().forEach(tags::put);
    return element;
  }

  @Override
  public StubAnswer overQuota() {
    return StubAnswer.text(429, "rate_limited");
  }

  @Override
  public StubAnswer denied() {
    return StubAnswer.text(403, "Forbidden");
  }

  @Override
  public StubAnswer timedOut() {
    ObjectNode reply = JSON.objectNode().put("version", 0.6);
    reply.putArray("elements");
    return StubAnswer.json(
        200,
        reply.put(
            "remark", "runtime error: Query timed out in \"query\" at line 1 after 2 seconds."));
  }
}
