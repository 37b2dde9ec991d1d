package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.server.TestTokens.ADMIN;
import static org.placeherd.server.TestTokens.JANE;
import static org.placeherd.server.TestTokens.PHONE;
import static org.placeherd.server.TestTokens.READER;
import static org.placeherd.server.TestTokens.VANS;
import static org.placeherd.server.TestTokens.WRONG;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.web.HttpClientSocket;
import org.placeherd.web.HttpClientSocket.Answer;

/// What each token is good for over HTTP, and what who has none is told.
class TokensOverHttpTest {
  private static final String NEARBY =
      "/maps/api/place/nearbysearch/json?location=34,-118&radius=1000";
  private static final String POSITION = "{\"lat\":34,\"lon\":-118}";
  private static final String OWNTRACKS =
      "{\"_type\":\"location\",\"topic\":\"owntracks/%s\",\"lat\":1,\"lon\":2,\"tst\":5}";

  @TempDir private Path directory;
  private TestHerd herd;
  private int port;
  private ApiClient client = new ApiClient(0);

  @BeforeEach
  void start() throws Exception {
    herd = TestHerd.alone(directory.resolve("data"));
    herd.withHttp = true;
    herd.events(EventMode.ALL);
    new TestTokens(directory.resolve("tokens")).on(herd);
    herd.start("Alford");
    port = herd.httpPort("Alford");
    client.close();
    client = new ApiClient(port);
  }

  @AfterEach
  void noTokenIsInTheLog() throws IOException {
    client.close();
    herd.close();
    assertThat(Files.readString(herd.log("Alford"))).doesNotContain(TestTokens.ALL);
  }

  private HttpResponse<byte[]> ask(String method, String path, String body, String token)
      throws Exception {
    List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
    if (!token.isEmpty()) {
      headers.addAll(List.of("Authorization", TestTokens.bearer(token)));
    }
    return client.send(method, path, body, headers.toArray(String[]::new));
  }

  /// In the order of the tokens: none, wrong, jane's, the vans', to read, jane's phone, to
  /// administer.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /healthz                  | 200 200 200 200 200 200 200
          GET    | /metrics                  | 401 401 403 403 403 403 200
          GET    | /v1/herd                  | 401 401 403 403 403 403 200
          GET    | /v1/clients               | 401 401 403 403 200 200 200
          GET    | /v1/clients/nobody        | 401 401 403 403 404 404 404
          GET    | /v1/near?location=34,-118 | 401 401 403 403 200 200 200
          GET    | /v1/places?location=34,-118&radius=9 | 401 401 403 403 200 200 200
          GET    | /v1/openapi.json          | 401 401 403 403 200 200 200
          GET    | /v1/nothing               | 401 401 403 403 404 404 404
          GET    | /nothing                  | 401 401 404 404 404 404 404
          PUT    | /v1/clients/jane/position | 401 401 200 403 403 200 200
          PUT    | /v1/clients/van%2F7/position | 401 401 403 200 403 403 200
          """)
  void aRequestIsServedToWhoHasTheRight(String method, String path, String statuses)
      throws Exception {
    StringBuilder got = new StringBuilder();
    for (String token : List.of("", WRONG, JANE, VANS, READER, PHONE, ADMIN)) {
      HttpResponse<byte[]> answer = ask(method, path, method.equals("PUT") ? POSITION : "", token);
      got.append(answer.statusCode()).append(' ');
      String type = answer.headers().firstValue("content-type").orElse("");
      String body = new String(answer.body(), UTF_8);
      if (answer.statusCode() == 401) {
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
            .isEqualTo("Bearer realm=\"placeherd\", Basic realm=\"placeherd\"");
        assertThat(type).isEqualTo("application/problem+json");
        assertThat(body)
            .containsOnlyOnce("\"where\"")
            .contains("\"where\":\"header Authorization\"");
        assertThat(body).contains(token.isEmpty() ? "The token is missing" : "The token is wrong");
      } else if (answer.statusCode() == 403) {
        assertThat(type).isEqualTo("application/problem+json");
        assertThat(body).contains("\"status\":403").doesNotContain(token);
      }
    }
    assertThat(got.toString().strip()).isEqualTo(statuses);
  }

  @Test
  void clientsAreDeletedByAdministratorsOnly() throws Exception {
    for (String token : List.of(JANE, VANS, READER, PHONE)) {
      assertThat(ask("DELETE", "/v1/clients/jane", "", token).statusCode()).isEqualTo(403);
    }
    assertThat(ask("DELETE", "/v1/clients/jane", "", ADMIN).statusCode()).isNotIn(401, 403);
  }

  @Test
  void whoKeepsItRunningNeedsNoToken() throws Exception {
    for (String path : List.of("/healthz", "/livez", "/readyz")) {
      assertThat(ask("GET", path, "", "").statusCode()).isNotIn(401, 403);
    }
  }

  @Test
  void thePasswordOfAnybodyIsAToken() throws Exception {
    for (String scheme : List.of(TestTokens.basic("who", READER), "bearer " + READER)) {
      assertThat(client.get("/v1/clients", "Authorization", scheme).statusCode()).isEqualTo(200);
    }
    for (String scheme :
        List.of("Basic !!", "Basic", "Digest " + READER, READER, TestTokens.basic(READER, ""))) {
      assertThat(client.get("/v1/clients", "Authorization", scheme).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void ofManyReportsThoseOfOtherClientsAreRefused() throws Exception {
    String reports =
        "{\"id\":\"jane\",\"lat\":1,\"lon\":2}\n{\"id\":\"joe\",\"lat\":1,\"lon\":2}\n";
    JsonNode answer =
        ApiClient.json(
            client.send(
                "POST",
                "/v1/positions",
                reports,
                "Content-Type",
                "application/x-ndjson",
                "Authorization",
                TestTokens.bearer(JANE)),
            200);
    assertThat(answer.get("saved").asInt()).isEqualTo(1);
    assertThat(answer.at("/results/1/detail").asText())
        .isEqualTo("The token is not for reports of this client.");
    assertThat(ask("POST", "/v1/positions", reports, READER).statusCode()).isEqualTo(403);
    assertThat(ask("POST", "/v1/near?location=1,2", "{}", JANE).statusCode()).isEqualTo(403);
    assertThat(ask("GET", "/v1/clients/joe", "", READER).statusCode()).isEqualTo(404);
  }

  @Test
  void theKeyOfANearbySearchIsAToken() throws Exception {
    for (String key : List.of("", "&key=" + WRONG, "&key=" + JANE, "&key=")) {
      JsonNode denied = client.read(NEARBY + key);
      assertThat(denied.get("status").asText()).isEqualTo("REQUEST_DENIED");
      assertThat(denied.get("error_message").asText()).doesNotContain(WRONG, JANE);
    }
    assertThat(client.read(NEARBY + "&key=" + READER).get("status").asText())
        .isNotEqualTo("REQUEST_DENIED");
    assertThat(
            client.read(NEARBY, "Authorization", TestTokens.bearer(ADMIN)).get("status").asText())
        .isNotEqualTo("REQUEST_DENIED");
  }

  @Test
  void whoGuessesIsHeldBackAndWhoIsRightIsNot() throws Exception {
    String guess =
        "GET /v1/herd HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(WRONG);
    List<Socket> guessers = new ArrayList<>();
    try (HttpClientSocket right = new HttpClientSocket(port)) {
      for (int i = 0; i < 20; i++) {
        Socket guesser = new Socket(InetAddress.getLoopbackAddress(), port);
        guessers.add(guesser);
        guesser.getOutputStream().write(guess.getBytes(UTF_8));
        if (i < 5) {
          assertThat(guesser.getInputStream().read()).as("the first are free").isEqualTo('H');
        }
      }
      assertThat(right.post("/v1/lines", "AUTH " + ADMIN).body()).isEqualTo("AUTH ok\n");
      assertThat(ask("GET", "/v1/herd", "", ADMIN).statusCode()).isEqualTo(200);
      boolean isSomebodyHeldBack = false;
      for (Socket guesser : guessers.subList(5, guessers.size())) {
        isSomebodyHeldBack |= guesser.getInputStream().available() == 0;
      }
      assertThat(isSomebodyHeldBack).isTrue();
    } finally {
      for (Socket guesser : guessers) {
        guesser.close();
      }
    }
    Await.until("all are counted", () -> metrics().contains("placeherd_wrong_tokens_total 20.0"));
    assertThat(metrics()).contains("placeherd_tokens 5");
  }

  private String metrics() throws Exception {
    return new String(ask("GET", "/metrics", "", ADMIN).body(), UTF_8);
  }

  private Answer phone(String path, String body, String... headers) throws IOException {
    try (HttpClientSocket phone = new HttpClientSocket(port)) {
      return body.isEmpty() ? phone.get(path) : phone.post(path, body, headers);
    }
  }

  private String where(String client) throws Exception {
    return new String(ask("GET", "/v1/clients/" + client, "", READER).body(), UTF_8);
  }

  @Test
  void aPhoneIsTheClientOfItsToken() throws Exception {
    String jane = OWNTRACKS.formatted("eve/laptop");
    String basic = "Authorization: " + TestTokens.basic("eve", PHONE);
    assertThat(phone("/pub", jane, basic).status()).isEqualTo(200);
    assertThat(where("jane")).contains("\"lat\":1");
    assertThat(where("eve%2Flaptop")).contains("404");
    assertThat(phone("/t/" + PHONE + "/osmand?id=eve&lat=5&lon=6&timestamp=7", "").status())
        .isEqualTo(200);
    assertThat(where("jane")).contains("\"lat\":5");
    String overland =
        "{\"locations\":[{\"geometry\":{\"coordinates\":[2,9]},\"properties\":{\"device_id\":\"eve\",\"timestamp\":\"2015-10-01T08:00:00Z\"}}]}";
    Answer answer = phone("/overland", overland, "Authorization: " + TestTokens.bearer(PHONE));
    assertThat(answer.body()).isEqualTo("{\"result\":\"ok\"}");
    assertThat(where("jane")).contains("\"lat\":9");
  }

  @Test
  void aTokenForManyKeepsTheNamesThatItIsForAndDropsOthersWithoutANo() throws Exception {
    assertThat(phone("/t/" + VANS + "/osmand?id=van%2F7&lat=1&lon=2&timestamp=3", "").status())
        .isEqualTo(200);
    assertThat(phone("/t/" + VANS + "/pub", OWNTRACKS.formatted("van/8")).body()).isEqualTo("[]");
    Answer other = phone("/t/" + VANS + "/pub", OWNTRACKS.formatted("jane/phone"));
    assertThat(other.status()).isEqualTo(200);
    assertThat(where("van%2F8")).contains("\"lat\":1");
    assertThat(where("jane%2Fphone")).contains("404");
    assertThat(phone("/t/" + VANS + "/osmand?lat=1&lon=2", "").status())
        .as("never a no to a phone whose token is right")
        .isEqualTo(200);
    assertThat(phone("/t/" + READER + "/pub", OWNTRACKS.formatted("van/9")).status())
        .isEqualTo(200);
    assertThat(where("van%2F9")).contains("404");
    assertThat(metrics())
        .contains("phone_unusable_total{app=\"OwnTracks\",reason=\"not allowed\"} 2.0");
    Await.until("the operator is told", () -> log().contains("1 of OwnTracks dropped: the token "));
    assertThat(log()).contains("vans");
  }

  @Test
  void friendsAreShownToWhoMayRead() throws Exception {
    assertThat(ask("PUT", "/v1/clients/van%2F7/position", POSITION, VANS).statusCode())
        .isEqualTo(200);
    String report = OWNTRACKS.formatted("jane/phone");
    assertThat(phone("/t/" + JANE + "/pub", report).body()).isEqualTo("[]");
    Await.until(
        "they are indexed", () -> phone("/t/" + PHONE + "/pub", report).body().contains("van/7"));
  }

  @Test
  void aPhoneWithoutAGoodTokenIsRefusedLoudly() throws Exception {
    Answer wrong = phone("/t/" + WRONG + "/pub", OWNTRACKS.formatted("jane/phone"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.header("www-authenticate")).contains("Basic realm=\"placeherd\"");
    assertThat(wrong.header("content-type")).contains("text/plain; charset=utf-8");
    assertThat(wrong.body()).isEqualTo("The token is wrong.\n");
    assertThat(phone("/osmand?id=jane&lat=1&lon=2", "").body())
        .isEqualTo("The token is missing.\n");
    Await.until("it is in the log", () -> log().contains("its token is wrong"));
    Await.until("it is in the log", () -> log().contains("its token is missing"));
    assertThat(metrics()).contains("placeherd_phone_refused_total 2.0");
  }

  @Test
  void theAccountOfADatagramOfOpenGtsIsAToken() throws Exception {
    String sentence = "/$GPRMC,080000,A,4851.4998,N,00217.7078,E,1,2,011015,,*00";
    try (DatagramClient phone = new DatagramClient(herd.port("Alford"))) {
      phone.datagram(PHONE + "/eve" + sentence);
      phone.datagram(VANS + "/van%2F7" + sentence);
      phone.datagram(WRONG + "/thief" + sentence);
      phone.datagram("thief" + sentence);
    }
    Await.until("jane is known", () -> where("jane").contains("\"lat\":48.85833"));
    Await.until("the thief is told of", () -> log().contains("its account is no token"));
    assertThat(where("eve")).contains("404");
    assertThat(where("thief")).contains("404");
  }

  private String log() throws IOException {
    return Files.readString(herd.log("Alford"));
  }
}
