package org.placeherd.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.placeherd.web.HttpClientSocket.Answer;
import org.placeherd.web.api.ServerBusy;

/// Bodies that are sent to the API cost no more than their bounds.
class ApiBodyTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String HEAD =
      "POST /v1/near HTTP/1.1\r\nHost: h\r\nContent-Type: application/geo+json\r\n";

  private final StubBackend backend = new StubBackend();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private HttpClientSocket client(Duration silence) throws IOException {
    WebServer web =
        WebServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            backend,
            new WebBounds(100, silence, LONG, 50, Duration.ofMillis(100)));
    opened.add(web);
    HttpClientSocket client = new HttpClientSocket(web.port());
    opened.add(client);
    return client;
  }

  @Test
  void aBodyThatNeverComesWholeIsGivenUp() throws Exception {
    HttpClientSocket client = client(Duration.ofMillis(200));
    client.send(HEAD + "Content-Length: 100\r\n\r\n{\"type\":");
    Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(408);
    assertThat(answer.header("connection")).contains("close");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aBodyThatSaysItIsTooLongIsNotWaitedFor() throws Exception {
    HttpClientSocket client = client(LONG);
    client.send(HEAD + "Content-Length: 1000000000000\r\n\r\n");
    Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(413);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aBodyWithoutALengthIsCutOffAtTheBound() throws Exception {
    HttpClientSocket client = client(LONG);
    client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
    String chunk = "1000\r\n" + " ".repeat(4_096) + "\r\n";
    for (int i = 0; i < 17; i++) {
      client.send(chunk);
    }
    Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(413);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
    HttpClientSocket client = client(LONG);
    for (String path : List.of("/v1/clients/kiwi", "/v1/clients", "/v1/herd")) {
      Answer answer = client.get(path);
      assertThat(answer.status()).as(path).isEqualTo(503);
      assertThat(answer.header("retry-after")).contains("1");
    }
  }

  private Answer report() throws IOException {
    HttpClientSocket client = client(LONG);
    String body = "{\"lat\":1,\"lon\":2}";
    client.send(
        "PUT /v1/clients/kiwi/position HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
    return client.answer();
  }

  @Test
  void aReportThatTheServerDoesNotTakeIsToBeSentAgain() throws Exception {
    backend.api.said =
        CompletableFuture.completedStage("? IAMAT kiwi +1+2 0\n".getBytes(ISO_8859_1));
    Answer refused = report();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).contains("1");
    assertThat(refused.body()).contains("send it again");
    backend.api.said = CompletableFuture.failedStage(new ServerBusy("The disk is full."));
    assertThat(report().body()).contains("\"status\":503").contains("The disk is full.");
    backend.api.said = CompletableFuture.failedStage(new IllegalStateException("a bug"));
    assertThat(report().status()).isEqualTo(500);
  }

  @Test
  void whoAsksFirstIsToldToSendTheBody() throws Exception {
    HttpClientSocket client = client(LONG);
    client.send(HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    assertThat(client.answer().status()).isEqualTo(100);
    client.send("{}");
    assertThat(client.answer().status()).isEqualTo(400);
  }
}
