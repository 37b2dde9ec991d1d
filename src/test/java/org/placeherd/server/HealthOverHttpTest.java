package org.placeherd.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.web.HttpClientSocket;

/// What probes are answered by real servers.
class HealthOverHttpTest {
  private static final int REPORTS = 2_000;

  private final TestHerd herd;

  HealthOverHttpTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private static HttpClientSocket.Answer get(int port, String path) throws IOException {
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      return client.get(path);
    }
  }

  private static boolean isReady(int port) throws IOException {
    return get(port, "/readyz").status() == 200;
  }

  @Test
  void aServerAloneIsAliveAndReady() throws Exception {
    int port = herd.startWithHttp("Alford");
    assertThat(get(port, "/livez").body()).isEqualTo("ok\n");
    assertThat(get(port, "/healthz").body()).isEqualTo("ok\n");
    Await.until("nobody else is there to wait for", () -> isReady(port));
    HttpClientSocket.Answer ready = get(port, "/readyz");
    assertThat(ready.header("content-type")).contains("application/json");
    assertThat(ready.body()).isEqualTo("{\"server\":\"Alford\",\"ready\":true,\"missing\":[]}\n");
    assertThat(herd.status("Alford").get("ready").asBoolean()).isTrue();
  }

  @Test
  void anEmptyServerIsReadyWhenItKnowsWhatTheOtherKnew() throws Exception {
    herd.start("Alford");
    try (LineClient client = herd.client("Alford")) {
      client.send(
          IntStream.range(0, REPORTS)
              .mapToObj("IAMAT c%d +34-118 1\n"::formatted)
              .collect(Collectors.joining()));
      for (int i = 0; i < REPORTS; i++) {
        client.line();
      }
    }
    int port = herd.startWithHttp("Bolden");
    Await.until("Bolden is ready", () -> isReady(port));
    assertThat(herd.status("Bolden").get("clients").asInt()).isEqualTo(REPORTS);
  }

  /// Somebody of ours who never compares: he accepts, answers HELLO, and says no more.
  @Test
  void whileANeighbourHasNotToldAllTheServerIsAliveButNotReady() throws Exception {
    try (ServerSocket silent = new ServerSocket(herd.port("Bolden"))) {
      int port = herd.startWithHttp("Alford");
      try (var link = silent.accept()) {
        link.getOutputStream().write("HELLO placeherd/1 Bolden\n".getBytes(US_ASCII));
        Await.until("the link is up", () -> herd.link("Alford", "Bolden").get("hello").asBoolean());
        HttpClientSocket.Answer answer = get(port, "/readyz");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body())
            .isEqualTo(
                "{\"server\":\"Alford\",\"ready\":false,\"missing\":[\"the catch-up by Bolden has not"
                    + " ended\"]}\n");
        assertThat(herd.status("Alford").at("/missing/0").asText())
            .isEqualTo("the catch-up by Bolden has not ended");
        assertThat(get(port, "/livez").status()).isEqualTo(200);
        try (LineClient bolden = herd.client("Alford")) {
          bolden.ask("HELLO placeherd/1 Bolden");
          bolden.send("COMPARE end\n");
          Await.until("all was told", () -> isReady(port));
        }
      }
    }
  }
}
