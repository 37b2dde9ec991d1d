package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.placeherd.geo.GreatCircle;

/// Makes the reply to one query of the answer to a [CellQuery]: what lies in the query's own
/// circle, the nearest first, as many as were asked for, in the shape of Google's legacy Nearby
/// Search.
final class UpstreamReply {
  /// Where an answer comes from, as `x_herd.cache` says it.
  enum Origin {
    /// It was asked for.
    MISS,
    /// It was kept.
    HIT,
    /// It was kept, and is old.
    STALE,
    /// Somebody else had asked for it just then.
    SHARED
  }

  private final String provider;
  private final boolean isVerbatim;

  /// @param isVerbatim whether results are shown as they came
  UpstreamReply(String provider, boolean isVerbatim) {
    this.provider = provider;
    this.isVerbatim = isVerbatim;
  }

  private record Shown(FoundPlaces.Found place, double metres) {}

  /// The body of the reply, in UTF-8.
  byte[] to(PlacesQuery query, CellAnswer answer, Origin origin) {
    List<Shown> near = near(query, answer.found());
    List<Shown> shown = near.subList(0, Math.min(query.limit(), near.size()));
    return """
    {
      "html_attributions": [%s],
      "results": [%s],
      "status": "%s",
      "x_herd": {"provider": %s, "fallback": false, "cache": "%s"%s%s}
    }\
    """
        .formatted(
            list(answer.found().attributions().stream().map(UpstreamReply::quote)),
            list(shown.stream().map(this::json)),
            near.isEmpty() ? "ZERO_RESULTS" : "OK",
            quote(provider),
            origin.name().toLowerCase(Locale.ROOT),
            isExact(query, answer, shown) ? "" : ", \"approx\": true",
            asOf(answer, origin))
        .getBytes(UTF_8);
  }

  private List<Shown> near(PlacesQuery query, FoundPlaces found) {
    Stream<Shown> all =
        found.places().stream()
            .map(place -> new Shown(place, GreatCircle.metres(query.centre(), place.position())));
    if (isVerbatim) {
      return all.toList();
    }
    Stream<Shown> inside = all.filter(place -> place.metres <= query.radiusMetres());
    return switch (query.rank()) {
      case DISTANCE -> inside.sorted(Comparator.comparingDouble(Shown::metres)).toList();
      case IMPORTANCE -> inside.toList();
    };
  }

  /// Whether the source would have said the same had it been asked for the query itself: it was, or
  /// it has told all that lies as near as what is shown.
  private static boolean isExact(PlacesQuery query, CellAnswer answer, List<Shown> shown) {
    boolean isFull = !shown.isEmpty() && shown.size() == query.limit();
    double metres =
        isFull && query.rank() == PlacesQuery.Rank.DISTANCE
            ? shown.getLast().metres
            : query.radiusMetres();
    return answer.covers(query, metres)
        || (answer.asked().centre().equals(query.centre())
            && answer.asked().radiusMetres() == query.radiusMetres());
  }

  private static String asOf(CellAnswer answer, Origin origin) {
    return switch (origin) {
      case HIT, STALE ->
          ", \"as_of\": " + quote(answer.at().truncatedTo(ChronoUnit.SECONDS).toString());
      case MISS, SHARED -> "";
    };
  }

  /// The place with its distance, where something may be put in.
  private String json(Shown shown) {
    String json = shown.place.json();
    if (isVerbatim || !json.endsWith("}") || json.contains("\"x_herd\"")) {
      return json;
    }
    String rest = json.substring(0, json.length() - 1).stripTrailing();
    return "%s%s\"x_herd\":{\"provider\":%s,\"distance_m\":%s}}"
        .formatted(
            rest,
            rest.endsWith("{") ? "" : ",",
            quote(provider),
            String.format(Locale.ROOT, "%.1f", shown.metres));
  }

  private static String list(Stream<String> items) {
    String lines = items.map(item -> "\n    " + item).collect(Collectors.joining(","));
    return lines.isEmpty() ? "" : lines + "\n  ";
  }

  private static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
