package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.places.PlacesProviders;

/// What is read of clients, places and the herd under `/v1`, over real sockets.
class ApiReadingTest {
  private static final String KIWI = "IAMAT kiwi +34.068930-118.445127 1400794645.392014450";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestHerd herd;

  ApiReadingTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private ApiClient start() throws Exception {
    return new ApiClient(herd.startWithHttp("Alford"));
  }

  private void report(String line) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask(line)).startsWith("AT Alford ");
    }
  }

  @Test
  void aClientIsReadDigitForDigit() throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      HttpResponse<byte[]> answer = api.get("/v1/clients/kiwi");
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
      assertThat(new String(answer.body(), UTF_8))
          .startsWith(
              "{\"id\":\"kiwi\",\"lat\":34.068930,\"lon\":-118.445127,\"time\":\"2014-05-22T21:37:25.392014450Z\",\"timestamp\":1400794645.392014450,\"received\":\"")
          .endsWith("\",\"server\":\"Alford\",\"href\":\"/v1/clients/kiwi\"}");
    }
  }

  @Test
  void aClientIsAFeatureForThoseWhoWishGeoJson() throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      HttpResponse<byte[]> answer =
          api.get("/v1/clients/kiwi", "Accept", "application/geo+json, */*;q=0.1");
      assertThat(answer.headers().firstValue("content-type")).contains("application/geo+json");
      JsonNode feature = JSON.readTree(answer.body());
      assertThat(feature.get("type").asText()).isEqualTo("Feature");
      assertThat(feature.get("geometry").toString())
          .isEqualTo("{\"type\":\"Point\",\"coordinates\":[-118.445127,34.06893]}");
      assertThat(feature.get("properties").get("server").asText()).isEqualTo("Alford");
      JsonNode all = api.read("/v1/clients", "Accept", "application/geo+json");
      assertThat(all.get("type").asText()).isEqualTo("FeatureCollection");
      assertThat(all.get("features").get(0)).isEqualTo(feature);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                              | application/json",
        "application/*;q=0.5                              | application/json",
        "application/json;q=0.5, application/geo+json     | application/geo+json",
        "application/json, application/geo+json           | application/json",
        "application/geo+json;q=0, */*                    | application/json",
        "text/html                                        | application/problem+json"
      })
  void theClientChoosesTheForm(String accept, String type) throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      HttpResponse<byte[]> answer = api.get("/v1/clients/kiwi", "Accept", accept);
      assertThat(answer.headers().firstValue("content-type")).contains(type);
      assertThat(answer.statusCode()).isEqualTo(type.contains("problem") ? 406 : 200);
    }
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      String tag = api.get("/v1/clients/kiwi").headers().firstValue("etag").orElseThrow();
      for (String known : List.of(tag, "\"other\", " + tag, tag.substring(2), "*")) {
        HttpResponse<byte[]> same = api.get("/v1/clients/kiwi", "If-None-Match", known);
        assertThat(same.statusCode()).as(known).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("etag")).contains(tag);
      }
      assertThat(
              api.get("/v1/clients/kiwi", "If-None-Match", tag, "Accept", "application/geo+json")
                  .statusCode())
          .isEqualTo(200);
      report("IAMAT kiwi +34.068930-118.445127 1400794646");
      HttpResponse<byte[]> newer = api.get("/v1/clients/kiwi", "If-None-Match", tag);
      assertThat(newer.statusCode()).isEqualTo(200);
      assertThat(newer.headers().firstValue("etag").orElseThrow()).isNotEqualTo(tag);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jane/phone, jane%2Fphone, jane/phone",
    "ému, %C3%A9mu, ému",
    "50%25, 50%2525, 50%25",
    "a+b, a%2Bb, a+b"
  })
  void namesArePercentEncodedBytes(String name, String sent, String shown) throws Exception {
    try (ApiClient api = start()) {
      report("IAMAT " + new String(name.getBytes(UTF_8), ISO_8859_1) + " +1+2 3");
      JsonNode client = api.read("/v1/clients/" + sent);
      assertThat(client.get("id").asText()).isEqualTo(shown);
      assertThat(client.get("href").asText()).isEqualTo("/v1/clients/" + sent);
    }
  }

  @Test
  void aNameThatIsNoUtf8IsNamedByItsPath() throws Exception {
    try (ApiClient api = start();
        LineClient line = herd.client("Alford")) {
      line.send("IAMAT \u00ff\u00fe +1+2 3\n".getBytes(ISO_8859_1));
      assertThat(line.line()).startsWith("AT ");
      JsonNode client = api.read("/v1/clients").get("clients").get(0);
      assertThat(client.get("id").asText()).isEqualTo("\ufffd\ufffd");
      assertThat(client.get("href").asText()).isEqualTo("/v1/clients/%FF%FE");
      assertThat(api.read("/v1/clients/%FF%FE")).isEqualTo(client);
      assertThat(api.read("/v1/near?client=%FF%FE").get("clients")).isEmpty();
      assertThat(api.get("/v1/clients/%FF").statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "+90-180 0,                       90,   -180, 1970-01-01T00:00:00Z",
    "-00.5+000.25 1.5,                -0.5, 0.25, 1970-01-01T00:00:01.500Z",
    "+1.+2. 253402300799.9999999999,  1,    2,    9999-12-31T23:59:59.999999999Z",
    "+1+2 253402300800,               1,    2,    "
  })
  void oddNumbersAreGoodJson(String report, double latitude, double longitude, String time)
      throws Exception {
    try (ApiClient api = start()) {
      report("IAMAT kiwi " + report);
      JsonNode client = api.read("/v1/clients/kiwi");
      assertThat(client.get("lat").asDouble()).isEqualTo(latitude);
      assertThat(client.get("lon").asDouble()).isEqualTo(longitude);
      assertThat(Optional.ofNullable(client.get("time")).map(JsonNode::asText))
          .isEqualTo(Optional.ofNullable(time));
    }
  }

  private static List<String> ids(JsonNode answer) {
    List<String> ids = new ArrayList<>();
    answer.get("clients").forEach(client -> ids.add(client.get("id").asText()));
    return ids;
  }

  @Test
  void pagesHoldEachClientOnceThoughClientsMoveAndCome() throws Exception {
    try (ApiClient api = start()) {
      for (int i = 0; i < 25; i++) {
        report("IAMAT " + (i % 5 == 0 ? "van" : "car") + i + " +1+2 " + i);
      }
      List<String> seen = new ArrayList<>();
      JsonNode page = api.read("/v1/clients?prefix=car&limit=7");
      report("IAMAT car1 +3+4 100");
      report("IAMAT car25 +1+2 3");
      while (true) {
        assertThat(page.get("clients").size()).isLessThanOrEqualTo(7);
        seen.addAll(ids(page));
        if (!page.has("next")) {
          break;
        }
        page = api.read(page.get("next").asText());
      }
      assertThat(seen).hasSize(21).doesNotHaveDuplicates().allMatch(id -> id.startsWith("car"));
      assertThat(api.read("/v1/clients?limit=26").has("next")).isFalse();
    }
  }

  @Test
  void aCursorOfAnEarlierStartIsRefused() throws Exception {
    String next;
    try (ApiClient api = start()) {
      report("IAMAT a +1+2 3");
      report("IAMAT b +1+2 3");
      next = api.read("/v1/clients?limit=1").get("next").asText();
      assertThat(ids(api.read(next))).containsExactly("b");
    }
    herd.stop("Alford");
    try (ApiClient api = start()) {
      JsonNode problem = ApiClient.json(api.get(next), 400);
      assertThat(problem.get("where").asText()).isEqualTo("query parameter cursor");
      assertThat(ids(api.read("/v1/clients"))).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void longAnswersArePackedForThoseWhoTakeThat() throws Exception {
    try (ApiClient api = start()) {
      for (int i = 0; i < 20; i++) {
        report("IAMAT client" + i + " +1+2 3");
      }
      byte[] plain = api.get("/v1/clients", "Accept-Encoding", "gzip;q=0").body();
      HttpResponse<byte[]> packed = api.get("/v1/clients", "Accept-Encoding", "br, gzip");
      assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
      assertThat(packed.headers().firstValue("vary")).contains("Accept, Accept-Encoding");
      assertThat(packed.body().length).isLessThan(plain.length / 2);
      try (GZIPInputStream unpacked =
          new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
        assertThat(unpacked.readAllBytes()).isEqualTo(plain);
      }
      assertThat(api.get("/v1/clients").headers().firstValue("content-encoding")).isEmpty();
    }
  }

  @Test
  void headIsGetWithoutABody() throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      HttpResponse<byte[]> get = api.get("/v1/clients/kiwi");
      HttpResponse<byte[]> head = api.send("HEAD", "/v1/clients/kiwi", "");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String name : List.of("content-length", "content-type", "etag")) {
        assertThat(head.headers().firstValue(name))
            .as(name)
            .isPresent()
            .isEqualTo(get.headers().firstValue(name));
      }
    }
  }

  @Test
  void placesAreFoundNearAPointAndNearAClient() throws Exception {
    herd.provider = Optional.of(PlacesProviders.named("embedded"));
    try (ApiClient api = start()) {
      report("IAMAT kiwi +34.0689-118.4452 1400794645");
      String wish = "radius=50000&words=royce+hall&limit=5";
      JsonNode atPoint = api.read("/v1/places?location=34.0689,-118.4452&" + wish);
      JsonNode place = atPoint.get("places").get(0);
      assertThat(place.get("id").asText()).isEqualTo("demo:royce-hall");
      assertThat(place.get("lat").asDouble()).isEqualTo(34.0729);
      assertThat(place.get("distance_m").asDouble()).isBetween(523.0, 524.0);
      assertThat(place.get("bearing_deg").asDouble()).isBetween(20.0, 40.0);
      assertThat(atPoint.get("provider").asText()).isEqualTo("embedded");
      assertThat(atPoint.get("attributions")).isNotEmpty();
      assertThat(api.read("/v1/clients/kiwi/places?" + wish)).isEqualTo(atPoint);
      JsonNode museums =
          api.read(
              "/v1/clients/kiwi/places?radius=5000&type=museum&limit=2",
              "Accept",
              "application/geo+json");
      assertThat(museums.get("features").size()).isEqualTo(2);
      assertThat(museums.get("features").get(0).get("properties").get("types").toString())
          .contains("museum");
      assertThat(api.get("/v1/clients/dodo/places?radius=1").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theHerdSaysHowItIs() throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      JsonNode status = api.read("/v1/herd");
      assertThat(status.get("server").asText()).isEqualTo("Alford");
      assertThat(status.get("clients").asInt()).isEqualTo(1);
    }
  }

  @Test
  void requestsAreCountedByThePathsThereAre() throws Exception {
    try (ApiClient api = start()) {
      report(KIWI);
      api.get("/v1/clients/kiwi");
      api.get("/v1/clients/dodo");
      api.get("/v1/nothing");
      assertThat(new String(api.get("/metrics").body(), UTF_8))
          .contains(
              "placeherd_http_requests_total{path=\"/v1/clients/{id}\",status=\"200\"} 1.0",
              "placeherd_http_requests_total{path=\"/v1/clients/{id}\",status=\"404\"} 1.0",
              "placeherd_http_requests_total{path=\"other\",status=\"404\"} 1.0");
    }
  }
}
