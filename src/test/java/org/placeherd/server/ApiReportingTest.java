package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reports under `/v1` are what IAMAT is on the line port.
class ApiReportingTest {
  private static final String JSON = "application/json";
  private static final String GEO = "application/geo+json";
  private static final String NDJSON = "application/x-ndjson";

  private final TestHerd herd;

  ApiReportingTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private ApiClient start() throws Exception {
    return new ApiClient(herd.startWithHttp("Alford"));
  }

  private static HttpResponse<byte[]> put(ApiClient api, String client, String body)
      throws Exception {
    return api.send("PUT", "/v1/clients/" + client + "/position", body, "Content-Type", JSON);
  }

  private static HttpResponse<byte[]> post(ApiClient api, String type, String body)
      throws Exception {
    return api.send("POST", "/v1/positions", body, "Content-Type", type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"lat\":34.06893,\"lon\":-118.445127,\"timestamp\":1400794645.392014450}                |"
            + " +34.06893-118.445127 1400794645.39201445",
        "{\"lat\":-0.0,\"lon\":7,\"time\":\"2014-05-22T21:37:25+00:00\",\"href\":\"/\"}           |"
            + " +00.0+007.0 1400794645",
        "{\"type\":\"Point\",\"coordinates\":[2.5,1.5],\"timestamp\":0}                          |"
            + " +01.5+002.5 0",
        "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[2,1]},\"properties\":{\"timestamp\":5}}"
            + " | +01.0+002.0 5"
      })
  void aReportIsAnIamat(String body, String tail) throws Exception {
    try (ApiClient api = start();
        LineClient line = herd.client("Alford")) {
      JsonNode taken = ApiClient.json(put(api, "jane%2Fphone", body), 200);
      assertThat(taken.get("href").asText()).isEqualTo("/v1/clients/jane%2Fphone");
      assertThat(taken).isEqualTo(api.read("/v1/clients/jane%2Fphone"));
      line.send("WHATSAT jane/phone 1 0\n");
      assertThat(line.line()).endsWith(" jane/phone " + tail);
    }
  }

  @Test
  void withoutATimeItIsNow() throws Exception {
    try (ApiClient api = start()) {
      Instant before = Instant.now();
      JsonNode taken = ApiClient.json(put(api, "kiwi", "{\"lat\":1,\"lon\":2}"), 200);
      Instant time = Instant.parse(taken.get("time").asText());
      // The server's clock has microseconds, and so may the test's.
      assertThat(time).isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
    }
  }

  @Test
  void theNewestReportWins() throws Exception {
    try (ApiClient api = start()) {
      ApiClient.json(put(api, "kiwi", "{\"lat\":1,\"lon\":2,\"timestamp\":20}"), 200);
      ApiClient.json(put(api, "kiwi", "{\"lat\":3,\"lon\":4,\"timestamp\":10}"), 200);
      assertThat(api.read("/v1/clients/kiwi").get("lat").asDouble()).isEqualTo(1);
    }
  }

  @Test
  void reportsReachTheOtherServersAndOutliveTheirServer() throws Exception {
    herd.start("Bolden");
    try (ApiClient api = start()) {
      herd.awaitLinks();
      ApiClient.json(put(api, "kiwi", "{\"lat\":1,\"lon\":2,\"timestamp\":20}"), 200);
    }
    Await.until("Bolden knows", () -> herd.status("Bolden").get("clients").asInt() == 1);
    herd.stop("Alford");
    try (ApiClient api = start()) {
      assertThat(api.read("/v1/clients/kiwi").get("server").asText()).isEqualTo("Alford");
    }
  }

  @Test
  void manyAreTakenAsACollection() throws Exception {
    try (ApiClient api = start()) {
      StringBuilder features = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        features
            .append(i == 0 ? "" : ",")
            .append(
                "{\"type\":\"Feature\",\"id\":\"a-name-of-some-length-%d\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[%d,%d]},\"properties\":{\"timestamp\":%d}}"
                    .formatted(i, i % 180, i % 90, i));
      }
      String body = "{\"type\":\"FeatureCollection\",\"features\":[" + features + "]}";
      JsonNode results = ApiClient.json(post(api, GEO, body), 200);
      assertThat(results.get("saved").asInt()).isEqualTo(1_000);
      assertThat(results.get("refused").asInt()).isZero();
      JsonNode last = results.get("results").get(999);
      assertThat(last.toString())
          .isEqualTo(
              "{\"where\":\"feature"
                  + " 999\",\"saved\":true,\"href\":\"/v1/clients/a-name-of-some-length-999\"}");
      assertThat(api.read(last.get("href").asText()).get("timestamp").asInt()).isEqualTo(999);
      assertThat(api.read("/v1/herd").get("clients").asInt()).isEqualTo(1_000);
    }
  }

  @Test
  void whatIsWrongAmongManyHoldsNobodyUp() throws Exception {
    try (ApiClient api = start()) {
      String body =
          """
          {"id":"kiwi","lat":1,"lon":2}
          {"id":"emu","lat":91,"lon":2}

          {"id":"two words","lat":1,"lon":2}
          {
          {"id":7,"lat":1,"lon":2}
          {"id":"\\u00e9mu","lat":1,"lon":2,"time":"yesterday"}
          {"type":"Feature","id":"\\u00e9mu","geometry":{"type":"Point","coordinates":[4,3]}}
          {"id":"half\\ud800","lat":1,"lon":2}
          """;
      JsonNode results = ApiClient.json(post(api, NDJSON, body), 200);
      assertThat(results.get("saved").asInt()).isEqualTo(2);
      assertThat(results.get("refused").asInt()).isEqualTo(6);
      List<String> told = new ArrayList<>();
      results
          .get("results")
          .forEach(result ->
              told.add(
                  result.get("where").asText()
                      + " "
                      + result.path("href").asText()
                      + result.path("detail").asText()));
      assertThat(told.get(0)).isEqualTo("line 1 /v1/clients/kiwi");
      assertThat(told.get(1)).startsWith("line 2 The position must be");
      assertThat(told.get(2)).startsWith("line 3 The name of the client must be 1 to 255 bytes");
      assertThat(told.get(3)).startsWith("line 4 The body is no JSON");
      assertThat(told.get(4)).startsWith("line 5 id must be");
      assertThat(told.get(5)).startsWith("line 6 The time must be");
      assertThat(told.get(6)).isEqualTo("line 7 /v1/clients/%C3%A9mu");
      assertThat(told.get(7)).startsWith("line 8 id must have whole characters");
      assertThat(api.read("/v1/clients/%C3%A9mu").get("lat").asInt()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kiwi             | {\"lat\":91,\"lon\":2}                           | The position must"
            + " be",
        "kiwi             | {\"lat\":1e400,\"lon\":2}                        | The position must"
            + " be",
        "kiwi             | {\"lat\":\"1\",\"lon\":2}                        | The position must"
            + " be",
        "kiwi             | {\"lat\":1,\"lng\":2}                            | The position must"
            + " be",
        "kiwi             | []                                               | The position must"
            + " be",
        "kiwi             | {\"lat\":1,\"lon\":2,\"time\":12}                | The time must be",
        "kiwi             | {\"lat\":1,\"lon\":2,\"time\":\"12:00\"}         | The time must be",
        "kiwi             | {\"lat\":1,\"lon\":2,\"timestamp\":-1}           | The time must be",
        "kiwi             | {\"lat\":1,\"lon\":2,\"timestamp\":1e999999999}  | The time must be",
        "kiwi             | {\"lat\":1,\"lon\":2,\"timestamp\":1e-999999999} | The time must be",
        "kiwi             | {\"lat\":1,\"lon\":2,\"timestamp\":null}         | The time must be",
        "a%20b            | {\"lat\":1,\"lon\":2}                            | The name of the"
            + " client",
        "%20a             | {\"lat\":1,\"lon\":2}                            | The name of the"
            + " client",
        "a%0AIAMAT%20b    | {\"lat\":1,\"lon\":2}                            | The name of the"
            + " client",
        "a%0A             | {\"lat\":1,\"lon\":2}                            | The name of the"
            + " client",
        "%07              | {\"lat\":1,\"lon\":2}                            | The name of the"
            + " client",
        "kiwi             | nothing                                          | no JSON"
      })
  void whatIsWrongIsTold(String client, String body, String sentence) throws Exception {
    try (ApiClient api = start()) {
      JsonNode problem = ApiClient.json(put(api, client, body), 400);
      assertThat(problem.get("where").asText()).isEqualTo("body");
      assertThat(problem.get("detail").asText()).contains(sentence);
      assertThat(api.read("/v1/herd").get("clients").asInt()).isZero();
    }
  }

  @Test
  void aNameMayBeAsLongAsLinesLetIt() throws Exception {
    try (ApiClient api = start()) {
      String body = "{\"lat\":1,\"lon\":2}";
      assertThat(put(api, "x".repeat(255), body).statusCode()).isEqualTo(200);
      assertThat(put(api, "x".repeat(256), body).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void moreThanAThousandAtOnceAreRefused() throws Exception {
    try (ApiClient api = start()) {
      String body = "{\"id\":\"a\",\"lat\":1,\"lon\":2}\n".repeat(1_001);
      JsonNode problem = ApiClient.json(post(api, NDJSON, body), 413);
      assertThat(problem.get("detail").asText()).contains("1,000");
      ApiClient.json(post(api, "text/plain", "x"), 415);
      ApiClient.json(post(api, GEO, "{\"type\":\"Feature\"}"), 400);
      assertThat(ApiClient.json(post(api, NDJSON, ""), 200).get("saved").asInt()).isZero();
    }
  }
}
