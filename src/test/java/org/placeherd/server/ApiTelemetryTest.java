package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Speed, course, altitude, accuracy and battery: taken by the API, shown by every server of the
/// herd, and by nothing else.
class ApiTelemetryTest {
  private static final String JSON = "application/json";
  private static final String GEO = "application/geo+json";
  private static final String ALL =
      "\"speed_mps\":16.944,\"course_deg\":271,\"altitude_m\":-3.5,\"accuracy_m\":5,\"battery\":0.41,\"charging\":true";

  private final TestHerd herd;

  ApiTelemetryTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Bolden Hamilton", "Alford-Bolden Bolden-Hamilton");
    herd.withHttp = true;
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private ApiClient api(String server) throws Exception {
    return new ApiClient(herd.httpPort(server));
  }

  private static JsonNode put(ApiClient api, String type, String body, int status)
      throws Exception {
    return ApiClient.json(
        api.send("PUT", "/v1/clients/kiwi/position", body, "Content-Type", type), status);
  }

  private static String at(int timestamp, String more) {
    return "{\"lat\":1.5,\"lon\":2.5,\"timestamp\":%d%s}"
        .formatted(timestamp, more.isEmpty() ? "" : "," + more);
  }

  @Test
  void everyServerShowsWhatOneWasTold() throws Exception {
    herd.startAll().awaitLinks();
    try (ApiClient alford = api("Alford");
        ApiClient hamilton = api("Hamilton");
        LineClient lines = herd.client("Hamilton")) {
      JsonNode taken = put(alford, JSON, at(5, ALL), 200);
      assertThat(taken.toString()).contains("," + ALL + ",");
      Await.until("Hamilton knows", () -> hamilton.get("/v1/clients/kiwi").statusCode() == 200);
      assertThat(hamilton.read("/v1/clients/kiwi")).isEqualTo(taken);
      assertThat(hamilton.read("/v1/clients").get("clients").get(0)).isEqualTo(taken);
      assertThat(hamilton.read("/v1/near?location=1,2").get("clients").get(0).toString())
          .contains("," + ALL + ",");
      JsonNode feature = hamilton.read("/v1/clients/kiwi", "Accept", GEO);
      assertThat(feature.get("properties").toString()).contains("," + ALL + ",");
      assertThat(feature.get("geometry").get("coordinates")).hasSize(2);
      String shown = lines.whatsat("kiwi");
      assertThat(shown.lines().findFirst().orElseThrow()).endsWith(" kiwi +01.5+002.5 5");
    }
  }

  @Test
  void theNextReportReplacesItAndSoDoesTheTag() throws Exception {
    herd.start("Alford");
    try (ApiClient api = api("Alford");
        LineClient lines = herd.client("Alford")) {
      put(api, JSON, at(5, "\"battery\":0.5,\"speed_mps\":3"), 200);
      String tag = api.get("/v1/clients/kiwi").headers().firstValue("etag").orElseThrow();
      put(api, JSON, at(5, "\"battery\":0.4,\"charging\":null"), 200);
      HttpResponse<byte[]> other = api.get("/v1/clients/kiwi", "If-None-Match", tag);
      JsonNode shown = ApiClient.json(other, 200);
      assertThat(shown.get("battery").asDouble()).isEqualTo(0.4);
      assertThat(shown.has("speed_mps")).isFalse();
      assertThat(shown.has("charging")).isFalse();
      lines.ask("IAMAT kiwi +01.5+002.5 6");
      assertThat(api.read("/v1/clients/kiwi").has("battery")).isFalse();
    }
  }

  @Test
  void itOutlivesItsServer() throws Exception {
    herd.start("Alford");
    try (ApiClient api = api("Alford")) {
      put(api, JSON, at(5, ALL), 200);
    }
    herd.stop("Alford");
    herd.start("Alford");
    try (ApiClient api = api("Alford")) {
      assertThat(api.read("/v1/clients/kiwi").toString()).contains("," + ALL + ",");
    }
  }

  @Test
  void whoComesLaterIsToldIt() throws Exception {
    herd.start("Alford");
    try (ApiClient api = api("Alford")) {
      put(api, JSON, at(5, ALL), 200);
    }
    herd.start("Bolden").awaitLinks();
    try (ApiClient bolden = api("Bolden")) {
      Await.until("Bolden knows", () -> bolden.get("/v1/clients/kiwi").statusCode() == 200);
      assertThat(bolden.read("/v1/clients/kiwi").toString()).contains("," + ALL + ",");
    }
  }

  @Test
  void anOldStyleNeighbourSeesTheSixFieldsOnly() throws Exception {
    try (OldStylePeer bolden = OldStylePeer.listen(herd.port("Bolden"), OldStylePeer.COMPLAINS)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Bolden");
      try (ApiClient api = api("Alford")) {
        put(api, JSON, at(5, ALL), 200);
      }
      Await.until("Bolden is told", () -> !bolden.told().isEmpty());
      assertThat(bolden.told().getFirst()).endsWith(" kiwi +01.5+002.5 5");
    }
  }

  @Test
  void manyMayTellItAndAFeatureHasTheAltitudeInItsPoint() throws Exception {
    herd.start("Alford");
    try (ApiClient api = api("Alford")) {
      String features =
          """
          {"type":"FeatureCollection","features":[
            {"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[2,1,167]},
             "properties":{"timestamp":5,"accuracy_m":4}},
            {"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[2,1,167]},
             "properties":{"timestamp":5,"altitude_m":12}},
            {"type":"Feature","id":"c","geometry":{"type":"Point","coordinates":[2,1,"high"]},
             "properties":{"timestamp":5}},
            {"type":"Feature","id":"d","geometry":{"type":"Point","coordinates":[2,1]},
             "properties":{"timestamp":5,"battery":41}}]}
          """;
      JsonNode results =
          ApiClient.json(api.send("POST", "/v1/positions", features, "Content-Type", GEO), 200);
      assertThat(results.get("saved").asInt()).isEqualTo(2);
      assertThat(results.get("results").get(2).get("detail").asText())
          .startsWith("The third of the coordinates must be a number -1000000 to 1000000");
      assertThat(results.get("results").get(3).get("detail").asText())
          .startsWith("battery must be a number 0 to 1");
      JsonNode a = api.read("/v1/clients/a");
      assertThat(a.get("altitude_m").asInt()).isEqualTo(167);
      assertThat(a.get("accuracy_m").asInt()).isEqualTo(4);
      assertThat(api.read("/v1/clients/b").get("altitude_m").asInt()).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"speed_mps\":-1        | speed_mps must be a number 0 to 1000000",
        "\"speed_mps\":\"fast\"  | speed_mps must be a number",
        "\"speed_mps\":1e999     | speed_mps must be a number",
        "\"course_deg\":361      | course_deg must be a number 0 to 360",
        "\"altitude_m\":-2e6     | altitude_m must be a number -1000000 to 1000000",
        "\"accuracy_m\":0        | accuracy_m must be a number 0.001 to 1000000",
        "\"battery\":41          | battery must be a number 0 to 1;",
        "\"charging\":1          | charging must be true or false"
      })
  void whatIsOutOfRangeIsTold(String member, String sentence) throws Exception {
    herd.start("Alford");
    try (ApiClient api = api("Alford")) {
      JsonNode problem = put(api, JSON, at(5, member), 400);
      assertThat(problem.get("detail").asText()).startsWith(sentence);
      assertThat(problem.get("where").asText()).isEqualTo("body");
      assertThat(api.read("/v1/herd").get("clients").asInt()).isZero();
    }
  }

  /// IAMAT has exactly four fields, wherever it is said.
  @Test
  void nobodyMaySayItInALine() throws Exception {
    herd.start("Alford");
    String line = "IAMAT kiwi +1+2 5 spd=3";
    try (LineClient lines = herd.client("Alford");
        HttpLinesClient posted = new HttpLinesClient(herd.httpPort("Alford"));
        DatagramClient datagrams = new DatagramClient(herd.port("Alford"));
        ApiClient api = api("Alford")) {
      assertThat(lines.ask(line)).isEqualTo("? " + line);
      assertThat(posted.post(line + "\n").body()).isEqualTo("? " + line + "\n");
      assertThat(datagrams.ask(line).stripTrailing()).isEqualTo("? " + line);
      for (String name : List.of("kiwi%20%2B1%2B2%205%20spd=3", "a%20b")) {
        assertThat(
                api.send(
                        "PUT", "/v1/clients/" + name + "/position", at(5, ""), "Content-Type", JSON)
                    .statusCode())
            .isEqualTo(400);
      }
      assertThat(herd.status("Alford").get("clients").asInt()).isZero();
    }
  }

  @Test
  void theStatusOfAServerIsWrittenAsTheRestOfTheApi() throws Exception {
    herd.start("Alford");
    try (ApiClient api = api("Alford")) {
      assertNames(api.read("/v1/herd"));
    }
  }

  private static void assertNames(JsonNode node) {
    node.fieldNames().forEachRemaining(name -> assertThat(name).matches("[a-z0-9_]+"));
    node.forEach(ApiTelemetryTest::assertNames);
  }
}
