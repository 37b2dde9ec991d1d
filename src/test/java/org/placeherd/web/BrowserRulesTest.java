package org.placeherd.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.web.HttpClientSocket.Answer;

/// Which hosts and pages a server answers, over real sockets.
class BrowserRulesTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String SEARCH = Routes.NEARBY + "?location=1,2&radius=1";
  private static final String MAP = "https://map.example";

  private final StubBackend backend = new StubBackend();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private HttpClientSocket client(Optional<Set<String>> hosts) throws IOException {
    WebServer web =
        WebServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            backend,
            new WebBounds(10, LONG, LONG, 50, LONG),
            new WebOptions(10, 10, Optional.empty(), hosts, Set.of(MAP)));
    opened.add(web);
    HttpClientSocket client = new HttpClientSocket(web.port());
    opened.add(client);
    return client;
  }

  private HttpClientSocket client() throws IOException {
    return client(Optional.of(Set.of("herd.example")));
  }

  private static String head(String method, String path, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:13490",
        "127.0.0.1",
        "127.9.9.9:80",
        "[::1]:13490",
        "herd.example",
        "Herd.Example:443",
      })
  void itsOwnHostsAreAnswered(String host) throws Exception {
    Answer answer = client().ask(head("GET", SEARCH, "Host: " + host), "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("cache-control")).contains("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:13490",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.7",
        "0.0.0.0",
        "[::]",
      })
  void anotherHostIsMisdirected(String host) throws Exception {
    Answer answer = client().ask(head("GET", SEARCH, "Host: " + host), "");
    assertThat(answer.status()).isEqualTo(421);
    assertThat(answer.body()).contains("http.hosts");
    assertThat(backend.asked).isEmpty();
  }

  @Test
  void aHostThatIsNoneIsRefused() throws Exception {
    for (String host : List.of("evil.example:99999", "a b", "evil.example/x")) {
      assertThat(client().ask(head("GET", SEARCH, "Host: " + host), "").status()).isEqualTo(400);
    }
    assertThat(backend.asked).isEmpty();
  }

  @Test
  void oldTrackersNeedNoHost() throws Exception {
    assertThat(client().ask("GET " + SEARCH + " HTTP/1.0\r\n\r\n", "").status()).isEqualTo(200);
  }

  @Test
  void anyHostIsAnsweredWhereTheyAreNotAskedFor() throws Exception {
    Answer answer = client(Optional.empty()).ask(head("GET", SEARCH, "Host: any.example"), "");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void aListedPageMayReadTheAnswerAndNoOther() throws Exception {
    HttpClientSocket client = client();
    Answer listed = client.ask(head("GET", SEARCH, "Host: localhost", "Origin: " + MAP), "");
    assertThat(listed.header("access-control-allow-origin")).contains(MAP);
    assertThat(listed.header("vary")).contains("origin");
    assertThat(listed.head()).doesNotContain("credentials");
    for (String origin : List.of("https://evil.example", "null", MAP + ".evil.example", "*")) {
      Answer other = client.ask(head("GET", SEARCH, "Host: localhost", "Origin: " + origin), "");
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.header("access-control-allow-origin")).isEmpty();
    }
  }

  @Test
  void aBrowserIsToldWhatAListedPageMayAsk() throws Exception {
    HttpClientSocket client = client();
    String path = "/v1/clients/kiwi/position";
    String wish = "Access-Control-Request-Method: PUT";
    Answer listed =
        client.ask(head("OPTIONS", path, "Host: localhost", "Origin: " + MAP, wish), "");
    assertThat(listed.status()).isEqualTo(204);
    assertThat(listed.header("access-control-allow-origin")).contains(MAP);
    assertThat(listed.header("access-control-allow-methods").orElseThrow()).contains("PUT");
    assertThat(listed.header("access-control-allow-headers").orElseThrow())
        .contains("Content-Type", "Authorization");
    assertThat(listed.header("access-control-max-age")).contains("600");
    Answer other =
        client.ask(head("OPTIONS", path, "Host: localhost", "Origin: https://e.example", wish), "");
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void aForeignPageChangesNothing() throws Exception {
    String evil = "Origin: https://evil.example";
    for (String path : List.of("/v1/lines", "/osmand?id=eve&lat=1&lon=2", "/v1/positions")) {
      assertThat(client().post(path, "LLL\n", evil).status()).as(path).isEqualTo(403);
    }
    // What a picture's address makes a browser send: no Origin, but this.
    String picture = "Sec-Fetch-Site: cross-site";
    Answer get =
        client().ask(head("GET", "/osmand?id=eve&lat=1&lon=2", "Host: localhost", picture), "");
    assertThat(get.status()).isEqualTo(403);
    assertThat(backend.said).isEmpty();
    assertThat(client().post("/v1/lines", "LLL\n", "Origin: " + MAP).status()).isEqualTo(200);
  }
}
