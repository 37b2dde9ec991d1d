package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

class PlaceIndexTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final PlacesSource SOURCE =
      new PlacesSource("demo", "by hand", "none", "2026-11-23", false);

  /// Lucene rounds points to this, and the reply to a decimetre; twice, for the two ends.
  private static final double TOLERANCE_METRES = 0.12;

  private static final double[] CORNER_LATITUDES = {-90, -89.9999, -45, 0, 45, 89.9999, 90};
  private static final double[] CORNER_LONGITUDES = {-180, -179.9999, -90, 0, 90, 179.9999, 180};

  @Test
  void agreesWithBruteForceOnRandomPoints() throws IOException {
    Random random = new Random(1);
    List<LatLon> points = IntStream.range(0, 3_000).mapToObj(i -> anywhere(random)).toList();
    List<LatLon> centres = IntStream.range(0, 300).mapToObj(i -> anywhere(random)).toList();
    compare(points, centres, random);
  }

  @Test
  void agreesWithBruteForceOnCornersAndAroundThem() throws IOException {
    Random random = new Random(2);
    List<LatLon> corners = new ArrayList<>();
    for (double latitude : CORNER_LATITUDES) {
      for (double longitude : CORNER_LONGITUDES) {
        corners.add(new LatLon(latitude, longitude));
      }
    }
    List<LatLon> points = new ArrayList<>(corners);
    corners.forEach(corner -> IntStream.range(0, 30).forEach(i -> points.add(by(corner, random))));
    List<LatLon> centres = new ArrayList<>(corners);
    corners.forEach(corner -> IntStream.range(0, 3).forEach(i -> centres.add(by(corner, random))));
    compare(points, centres, random);
  }

  @Test
  void agreesWithBruteForceWherePlacesShareAPoint() throws IOException {
    Random random = new Random(3);
    List<LatLon> points = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      LatLon point = by(new LatLon(34, -118), random);
      points.addAll(java.util.Collections.nCopies(1 + random.nextInt(40), point));
    }
    compare(points, points.subList(0, 200), random);
  }

  @Test
  void agreesWithBruteForceOnTheDemoPlaces() throws IOException {
    Random random = new Random(4);
    List<LatLon> points = DemoPlaces.places().stream().map(Place::position).toList();
    List<LatLon> centres = new ArrayList<>(points);
    points.forEach(point -> centres.add(by(point, random)));
    compare(points, centres, random);
  }

  @Test
  void radiusZeroFindsWhatIsExactlyThere() throws IOException {
    List<LatLon> points = List.of(new LatLon(34.0689, -118.4452), new LatLon(34.069, -118.4452));
    try (PlaceIndex index = index(points)) {
      JsonNode reply = reply(index, new PlacesQuery(points.getFirst(), 0, 20));
      assertThat(ids(reply)).containsExactly("demo:0");
      assertThat(reply.at("/results/0/x_herd/distance_m").doubleValue()).isZero();
    }
  }

  @Test
  void nothingInsideTheRadiusIsZeroResults() throws IOException {
    try (PlaceIndex index = index(List.of(new LatLon(0, 0)))) {
      JsonNode reply = reply(index, new PlacesQuery(new LatLon(1, 1), 50_000, 20));
      assertThat(reply.get("status").textValue()).isEqualTo("ZERO_RESULTS");
      assertThat(reply.get("results")).isEmpty();
    }
  }

  @Test
  void limitZeroShowsNothingAndStillSaysWhetherThereIsSomething() throws IOException {
    try (PlaceIndex index = index(List.of(new LatLon(0, 0)))) {
      JsonNode there = reply(index, new PlacesQuery(new LatLon(0, 0), 10, 0));
      assertThat(there.get("status").textValue()).isEqualTo("OK");
      assertThat(there.get("results")).isEmpty();
      JsonNode nowhere = reply(index, new PlacesQuery(new LatLon(1, 0), 10, 0));
      assertThat(nowhere.get("status").textValue()).isEqualTo("ZERO_RESULTS");
      assertThat(nowhere.get("results")).isEmpty();
    }
  }

  @Test
  void anIndexWithoutPlacesHasZeroResults() throws IOException {
    try (PlaceIndex index = index(List.of())) {
      JsonNode reply = reply(index, new PlacesQuery(new LatLon(0, 0), 50_000, 20));
      assertThat(reply.get("status").textValue()).isEqualTo("ZERO_RESULTS");
    }
  }

  @Test
  void hasGooglesShapeAndOurExtras() throws IOException {
    Place place =
        new Place(
            "demo:cafe-x",
            "Café X",
            List.of("cafe"),
            new LatLon(49.2827, -123.1207),
            "1 Main St, Vancouver",
            0.5);
    try (PlaceIndex index = PlaceIndex.inMemory(SOURCE, List.of(place))) {
      JsonNode reply = reply(index, new PlacesQuery(new LatLon(49.2827, -123.1209), 100, 5));
      assertThat(reply)
          .isEqualTo(
              MAPPER.readTree(
                  """
                  {"html_attributions":["by hand"],
                   "results":[{"business_status":"OPERATIONAL",
                     "geometry":{"location":{"lat":49.2827,"lng":-123.1207}},"name":"Café X",
                     "place_id":"demo:cafe-x","reference":"demo:cafe-x",
                     "types":["cafe","point_of_interest","establishment"],
                     "vicinity":"1 Main St, Vancouver",
                     "x_herd":{"provider":"embedded","distance_m":14.5}}],
                   "status":"OK",
                   "x_herd":{"provider":"embedded","fallback":false,"cache":"miss",
                     "as_of":"2026-11-23"}}
                  """));
    }
  }

  @Test
  void isIndentedByTwoSpaces() throws IOException {
    try (PlaceIndex index = index(List.of(new LatLon(1, 2), new LatLon(1, 2)))) {
      assertThat(text(index, new PlacesQuery(new LatLon(1, 2), 5, 20)))
          .startsWith(
              "{\n  \"html_attributions\": [\n    \"by hand\"\n  ],\n  \"results\": [\n    {\n")
          .contains("\"distance_m\": 0.0\n      }\n    },\n    {\n      \"business_status\"")
          .endsWith("\"distance_m\": 0.0\n      }\n    }\n  ],\n" + tail("OK"));
      assertThat(text(index, new PlacesQuery(new LatLon(3, 2), 5, 20)))
          .endsWith("  \"results\": [],\n" + tail("ZERO_RESULTS"));
    }
  }

  private static String tail(String status) {
    return """
      "status": "%s",
      "x_herd": {
        "provider": "embedded",
        "fallback": false,
        "cache": "miss",
        "as_of": "2026-11-23"
      }
    }\
    """
        .formatted(status);
  }

  @Test
  void anyNameStaysIntactAndAddsNoBlankLine() throws IOException {
    List<String> names =
        List.of("\"", "\\", "a\n\nb", "\t\r\u0000\u001f", "Ω 🗿 ʻ", "</script>", "%s %d", "\u2028");
    List<Place> places =
        names.stream()
            .map(
                name -> new Place("demo:" + name, name, List.of("park"), new LatLon(0, 0), name, 0))
            .toList();
    try (PlaceIndex index =
        PlaceIndex.inMemory(new PlacesSource("\"", "\n\n%s", "", "%d", false), places)) {
      JsonNode reply = reply(index, new PlacesQuery(new LatLon(0, 0), 1, 20));
      assertThat(StreamSupport.stream(reply.get("results").spliterator(), false))
          .extracting(result -> result.get("name").textValue())
          .containsExactlyInAnyOrderElementsOf(names);
      assertThat(reply.at("/html_attributions/0").textValue()).isEqualTo("\n\n%s");
    }
  }

  private static void compare(List<LatLon> points, List<LatLon> centres, Random random)
      throws IOException {
    try (PlaceIndex index = index(points)) {
      for (LatLon centre : centres) {
        double radius =
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> 50_000;
              default -> Math.pow(10, random.nextDouble() * 4.69);
            };
        compare(points, index, new PlacesQuery(centre, radius, random.nextInt(21)));
      }
    }
  }

  private static void compare(List<LatLon> points, PlaceIndex index, PlacesQuery query)
      throws IOException {
    double[] expected =
        points.stream()
            .mapToDouble(point -> GreatCircle.metres(query.centre(), point))
            .filter(metres -> metres <= query.radiusMetres())
            .sorted()
            .toArray();
    JsonNode reply = reply(index, query);
    assertThat(reply.get("status").textValue())
        .as(query.toString())
        .isEqualTo(expected.length > 0 ? "OK" : "ZERO_RESULTS");
    List<String> ids = ids(reply);
    assertThat(ids).as(query.toString()).hasSize(Math.min(expected.length, query.limit()));
    assertThat(ids).doesNotHaveDuplicates();
    double previous = 0;
    for (int i = 0; i < ids.size(); i++) {
      LatLon point = points.get(Integer.parseInt(ids.get(i).substring("demo:".length())));
      double metres = GreatCircle.metres(query.centre(), point);
      assertThat(metres)
          .as(query.toString())
          .isCloseTo(expected[i], within(TOLERANCE_METRES))
          .isBetween(previous, query.radiusMetres());
      assertThat(reply.at("/results/" + i + "/x_herd/distance_m").doubleValue())
          .isCloseTo(metres, within(0.0501));
      previous = metres;
    }
  }

  private static PlaceIndex index(List<LatLon> points) throws IOException {
    return PlaceIndex.inMemory(
        SOURCE,
        IntStream.range(0, points.size())
            .mapToObj(i ->
                new Place("demo:" + i, "Place " + i, List.of("park"), points.get(i), "Here", 0))
            .toList());
  }

  private static JsonNode reply(PlaceIndex index, PlacesQuery query) throws IOException {
    String text = text(index, query);
    return MAPPER.readTree(text);
  }

  private static String text(PlaceIndex index, PlacesQuery query) {
    String text = new String(index.nearby(query), UTF_8);
    assertThat(text).doesNotContain("\n\n").startsWith("{").endsWith("}");
    return text;
  }

  private static List<String> ids(JsonNode reply) {
    return StreamSupport.stream(reply.get("results").spliterator(), false)
        .map(result -> result.get("place_id").textValue())
        .toList();
  }

  /// Even over the sphere's degrees, not its surface: the poles get their share.
  private static LatLon anywhere(Random random) {
    return new LatLon(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
  }

  /// Within some tens of kilometres or, half of the time, of metres.
  private static LatLon by(LatLon point, Random random) {
    double spread = random.nextBoolean() ? 0.3 : 0.0003;
    double longitude = point.longitudeDegrees() + random.nextGaussian() * spread;
    return new LatLon(
        Math.clamp(point.latitudeDegrees() + random.nextGaussian() * spread, -90, 90),
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
  }
}
