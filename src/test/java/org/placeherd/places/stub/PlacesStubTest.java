package org.placeherd.places.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stub keeps the rules of the sources, so that who passes it has kept them, too.
@Timeout(60)
class PlacesStubTest {
  private static final String LEGACY = "/maps/api/place/nearbysearch/json?key=stub-key";
  private static final String HERE = "&location=34.0689%2C-118.4451";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final PlacesStub stub;
  private final HttpClient client = HttpClient.newHttpClient();

  PlacesStubTest() throws IOException {
    stub = PlacesStub.start(0, nanos::get, _ -> {});
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    stub.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(stub.url() + path)));
  }

  private JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  @ParameterizedTest
  @CsvSource({
    "'&location=34.0689,-118.4451&radius=500', OK",
    "'&location=34.0689,-118.4451&radius=99999', OK",
    "'&location=34.0689,-118.4451', INVALID_REQUEST",
    "'&location=34.0689,-118.4451&radius=0', INVALID_REQUEST",
    "'&radius=500', INVALID_REQUEST",
    "'&location=here&radius=500', INVALID_REQUEST",
    "'&location=91,0&radius=500', INVALID_REQUEST",
    "'&location=34.0689,-118.4451&rankby=distance&type=library', OK",
    "'&location=34.0689,-118.4451&rankby=distance&keyword=Royce', OK",
    "'&location=34.0689,-118.4451&rankby=distance', INVALID_REQUEST",
    "'&location=34.0689,-118.4451&rankby=distance&type=library&radius=5', INVALID_REQUEST",
    "'&location=34.0689,-118.4451&radius=500&type=casino', ZERO_RESULTS",
    "'&location=34.0689,-118.4451&radius=500&type=casino,library', OK",
    "'&location=34.0689,-118.4451&radius=500&type=casino%7Clibrary', ZERO_RESULTS",
    "'&pagetoken=unknown', INVALID_REQUEST"
  })
  void theLegacySearchHasItsRules(String query, String status) throws Exception {
    assertThat(json(LEGACY + query).get("status").asText()).isEqualTo(status);
  }

  @Test
  void theLegacySearchWantsAKey() throws Exception {
    for (String key : new String[] {"", "?key=", "?key=other"}) {
      JsonNode reply = json("/maps/api/place/nearbysearch/json" + key);
      assertThat(reply.get("status").asText()).isEqualTo("REQUEST_DENIED");
      assertThat(reply.get("error_message").asText()).isNotEmpty();
    }
  }

  @Test
  void furtherPagesComeOnlyAfterTwoSeconds() throws Exception {
    JsonNode first = json(LEGACY + HERE + "&radius=50000");
    assertThat(first.get("results")).hasSize(20);
    String next = LEGACY + "&pagetoken=" + first.get("next_page_token").asText();
    assertThat(json(next).get("status").asText()).isEqualTo("INVALID_REQUEST");
    nanos.addAndGet(Duration.ofMillis(1_999).toNanos());
    assertThat(json(next).get("status").asText()).isEqualTo("INVALID_REQUEST");
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    List<String> ids = new ArrayList<>();
    first.get("results").forEach(result -> ids.add(result.get("place_id").asText()));
    json(next).get("results").forEach(result -> ids.add(result.get("place_id").asText()));
    assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
  }

  private HttpResponse<String> post(String mask, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stub.url() + "/v1/places:searchNearby"))
            .header("X-Goog-Api-Key", PlacesStub.KEY)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(mask.isEmpty() ? request : request.header("X-Goog-FieldMask", mask));
  }

  private static String circle(String radius, String more) {
    return """
    {"locationRestriction":{"circle":{"center":{"latitude":34.0689,"longitude":-118.4451},
     "radius":%s}}%s}\
    """
        .formatted(radius, more);
  }

  @Test
  void theNewSearchSendsTheFieldsOfTheMaskOnly() throws Exception {
    HttpResponse<String> reply = post("places.id,places.location", circle("500.0", ""));
    assertThat(reply.statusCode()).isEqualTo(200);
    JsonNode place = JSON.readTree(reply.body()).get("places").get(0);
    assertThat(place.has("id") && place.has("location")).isTrue();
    assertThat(place).hasSize(2);
    assertThat(post("places.displayName.text", circle("500", "")).body())
        .contains("displayName")
        .doesNotContain("location");
  }

  @Test
  void theNewSearchRefusesWhatGoogleRefuses() throws Exception {
    String mask = "places.id";
    assertThat(post("", circle("500", "")).body()).contains("FieldMask is a required parameter");
    assertThat(post("places.wrong", circle("500", "")).statusCode()).isEqualTo(400);
    assertThat(post("places.id, places.location", circle("500", "")).statusCode()).isEqualTo(400);
    for (String body :
        List.of(
            circle("0", ""),
            circle("50001", ""),
            circle("500", ",\"maxResultCount\":0"),
            circle("500", ",\"maxResultCount\":21"),
            circle("500", ",\"rankPreference\":\"BEST\""),
            "{}",
            "no JSON")) {
      HttpResponse<String> reply = post(mask, body);
      assertThat(reply.statusCode()).as(body).isEqualTo(400);
      assertThat(reply.body()).contains("\"INVALID_ARGUMENT\"");
    }
    HttpResponse<String> nothing = post(mask, circle("500", ",\"includedTypes\":[\"casino\"]"));
    assertThat(nothing.body()).isEqualTo("{}");
  }

  @Test
  void aWrongKeyOfTheNewSearchIsAnInvalidArgument() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stub.url() + "/v1/places:searchNearby"))
            .POST(HttpRequest.BodyPublishers.ofString(circle("500", "")));
    assertThat(send(request.copy()).statusCode()).isEqualTo(403);
    HttpResponse<String> reply = send(request.header("X-Goog-Api-Key", "other"));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("\"API_KEY_INVALID\"").contains("\"INVALID_ARGUMENT\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'lat=34.0689&lon=-118.4451&radius=0.5&limit=3', 200",
    "'lat=34.0689&lon=-118.4451&radius=0&limit=3', 400",
    "'lat=34.0689&lon=-118.4451&radius=5001&limit=3', 400",
    "'lat=34.0689', 400",
    "'lat=-118.4451&lon=34.0689', 400",
    "'lat=34.0689&lon=-118.4451&limit=0', 400",
    "'lat=34.0689&lon=-118.4451&include=osm', 400"
  })
  void photonHasItsRules(String query, int status) throws Exception {
    HttpResponse<String> reply = get("/reverse?" + query);
    assertThat(reply.statusCode()).isEqualTo(status);
    JsonNode body = JSON.readTree(reply.body());
    if (status == 200) {
      assertThat(body.get("features")).hasSize(3);
      assertThat(body.at("/features/0/geometry/coordinates/0").asDouble()).isNegative();
    } else {
      assertThat(body.get("message").asText()).isNotEmpty();
    }
  }

  private HttpResponse<String> overpass(String script) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(stub.url() + "/api/interpreter"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "data=" + URLEncoder.encode(script, StandardCharsets.UTF_8))));
  }

  @Test
  void overpassCutsOffInTheOrderOfIds() throws Exception {
    String script =
        "[out:json][timeout:1];(nwr(around:50000,34.0689,-118.4451)[\"name\"];);out center tags %d;";
    List<Integer> ids = new ArrayList<>();
    JSON.readTree(overpass(script.formatted(200)).body())
        .get("elements")
        .forEach(element -> ids.add(element.get("id").asInt()));
    assertThat(ids).hasSizeGreaterThan(20).isSorted();
    List<Integer> few = new ArrayList<>();
    JSON.readTree(overpass(script.formatted(5)).body())
        .get("elements")
        .forEach(element -> few.add(element.get("id").asInt()));
    assertThat(few).isEqualTo(ids.subList(0, 5));
    for (String wrong :
        List.of(
            "",
            "[out:json];node(1);out;",
            script.formatted(5).replace("34.0689", "95"),
            script.formatted(5).replace("nwr", "rel"))) {
      assertThat(overpass(wrong).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void itsModeIsChangedByARequest() throws Exception {
    assertThat(get("/mode/error-503").body()).contains("error-503: fails with status 503");
    assertThat(get("/reverse?lat=1&lon=1").statusCode()).isEqualTo(503);
    assertThat(get("/mode/nonsense").body()).contains("known: ok, delay, hang");
    assertThat(get("/mode/ok").statusCode()).isEqualTo(200);
    assertThat(get("/reverse?lat=1&lon=1").statusCode()).isEqualTo(200);
    assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
  }
}
