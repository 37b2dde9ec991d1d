package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;

/// Clients near something, over real sockets.
class ApiNearTest {
  private static final int CLIENTS = 400;
  private static final int QUERIES = 60;
  private static final String GEO = "application/geo+json";

  private final TestHerd herd;

  ApiNearTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private ApiClient start() throws Exception {
    return new ApiClient(herd.startWithHttp("Alford"));
  }

  private void report(String name, String position, double time) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("IAMAT %s %s %.3f".formatted(name, position, time)))
          .startsWith("AT Alford ");
    }
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.get("clients").forEach(client -> ids.add(client.get("id").asText()));
    return ids;
  }

  private static LatLon point(Random random) {
    // Half of them in one town, some at the edges of the map.
    return switch (random.nextInt(8)) {
      case 0 -> new LatLon(random.nextBoolean() ? 90 : -90, random.nextInt(-180, 181));
      case 1 -> new LatLon(random.nextInt(-80, 81), random.nextBoolean() ? 180 : -180);
      case 2, 3 -> new LatLon(random.nextInt(-90, 91), random.nextInt(-180, 181));
      default ->
          new LatLon(
              34 + random.nextInt(1_000) / 10_000.0, -118 + random.nextInt(1_000) / 10_000.0);
    };
  }

  @Test
  void theNearestAreThoseThatEveryDistanceSays() throws Exception {
    long seed = 20261128;
    Random random = new Random(seed);
    Map<String, LatLon> clients = new LinkedHashMap<>();
    try (ApiClient api = start();
        LineClient line = herd.client("Alford")) {
      for (int i = 0; i < CLIENTS; i++) {
        LatLon position = point(random);
        clients.put("c" + i, position);
        assertThat(line.ask("IAMAT c" + i + " " + Iso6709.text(position) + " 1")).startsWith("AT ");
      }
      for (int i = 0; i < QUERIES; i++) {
        LatLon centre = point(random);
        int limit = 1 + random.nextInt(50);
        double radius = Math.pow(10, 2 + random.nextDouble() * 5.3);
        JsonNode found =
            api.read(
                "/v1/near?location=%s,%s&radius=%.1f&limit=%d"
                    .formatted(centre.latitudeDegrees(), centre.longitudeDegrees(), radius, limit));
        assertThat(found.get("complete").asBoolean()).isTrue();
        sees(found, clients, centre, radius, limit);
      }
    }
  }

  private static void sees(
      JsonNode found, Map<String, LatLon> clients, LatLon centre, double radius, int limit) {
    List<Double> distances =
        clients.values().stream()
            .map(position -> GreatCircle.metres(centre, position))
            .filter(metres -> metres <= Math.round(radius * 10) / 10.0)
            .sorted(Comparator.naturalOrder())
            .limit(limit)
            .toList();
    List<Double> shown = new ArrayList<>();
    for (JsonNode client : found.get("clients")) {
      LatLon position = Objects.requireNonNull(clients.get(client.get("id").asText()));
      shown.add(client.get("distance_m").asDouble());
      assertThat(client.get("distance_m").asDouble())
          .isEqualTo(GreatCircle.metres(centre, position), within(0.001));
      double turn =
          client.get("bearing_deg").asDouble()
              - GreatCircle.initialBearingDegrees(centre, position);
      assertThat(Math.IEEEremainder(turn, 360)).isEqualTo(0, within(0.001));
    }
    assertThat(ids(found)).doesNotHaveDuplicates();
    assertThat(shown).hasSameSizeAs(distances);
    for (int i = 0; i < shown.size(); i++) {
      assertThat(shown.get(i)).isEqualTo(distances.get(i), within(0.001));
    }
  }

  @Test
  void aClientIsNotNearItself() throws Exception {
    try (ApiClient api = start()) {
      report("kiwi", "+34.0-118.0", 1);
      report("emu", "+34.1-118.0", 1);
      report("moa", "+35.0-118.0", 1);
      assertThat(ids(api.read("/v1/near?client=kiwi"))).containsExactly("emu", "moa");
      JsonNode near = api.read("/v1/near?client=kiwi&radius=20000", "Accept", GEO);
      assertThat(near.get("features").size()).isEqualTo(1);
      JsonNode emu = near.get("features").get(0).get("properties");
      assertThat(emu.get("distance_m").asDouble()).isBetween(11_000.0, 11_200.0);
      assertThat(emu.get("bearing_deg").asDouble()).isEqualTo(0);
      JsonNode problem = ApiClient.json(api.get("/v1/near?client=dodo"), 404);
      assertThat(problem.get("where").asText()).isEqualTo("query parameter client");
    }
  }

  @Test
  void aBoxMayGoAcrossTheDateLine() throws Exception {
    try (ApiClient api = start()) {
      report("fiji", "-17.7+178.0", 1);
      report("samoa", "-13.8-172.0", 1);
      report("hawaii", "+21.3-157.8", 1);
      JsonNode found = api.read("/v1/near?bbox=175,-20,-170,-10");
      assertThat(ids(found)).containsExactlyInAnyOrder("fiji", "samoa");
      // Distances are from the middle of the box, 15 degrees south and 177.5 west.
      for (JsonNode client : found.get("clients")) {
        assertThat(client.get("distance_m").asDouble()).isLessThan(700_000);
      }
      assertThat(ids(api.read("/v1/near?bbox=175,-20,-170,-10&location=-17,179&limit=1")))
          .containsExactly("fiji");
    }
  }

  @Test
  void aPolygonIsPosted() throws Exception {
    try (ApiClient api = start()) {
      report("inside", "+34.05-118.05", 1);
      report("hole", "+34.5-118.5", 1);
      report("outside", "+35.5-118.5", 1);
      String ring = "[[-119,34],[-118,34],[-118,35],[-119,35],[-119,34]]";
      String hole = "[[-118.6,34.4],[-118.4,34.4],[-118.4,34.6],[-118.6,34.6],[-118.6,34.4]]";
      String polygon = "{\"type\":\"Polygon\",\"coordinates\":[" + ring + "," + hole + "]}";
      for (String body :
          List.of(
              polygon,
              "{\"type\":\"Feature\",\"properties\":{},\"geometry\":" + polygon + "}",
              "{\"type\":\"MultiPolygon\",\"coordinates\":[[" + ring + "," + hole + "]]}")) {
        JsonNode found =
            ApiClient.json(api.send("POST", "/v1/near?limit=5", body, "Content-Type", GEO), 200);
        assertThat(ids(found)).as(body).containsExactly("inside");
      }
    }
  }

  @Test
  void whoHasBeenSilentForLongIsLeftOut() throws Exception {
    try (ApiClient api = start()) {
      report("kiwi", "+34.0-118.0", 1);
      assertThat(ids(api.read("/v1/near?location=34,-118&max_age=3600"))).containsExactly("kiwi");
      // The clock is not the test's, but it has gone on since the answer to the report.
      assertThat(ids(api.read("/v1/near?location=34,-118&max_age=0"))).isEmpty();
    }
  }
}
