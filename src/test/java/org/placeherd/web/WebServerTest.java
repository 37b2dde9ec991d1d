package org.placeherd.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.placeherd.server.Await;
import org.placeherd.web.HttpClientSocket.Answer;
import org.placeherd.web.WebCounters.Answered;

/// What HTTP clients get over real sockets, and what they cannot take from a server.
class WebServerTest {
  private static final String SEARCH = Routes.NEARBY + "?location=1,2&radius=";
  private static final Duration LONG = Duration.ofMinutes(5);

  private final StubBackend backend = new StubBackend();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private WebServer open(WebBounds bounds) throws IOException {
    WebServer web =
        WebServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backend, bounds);
    opened.add(web);
    return web;
  }

  private WebServer open() throws IOException {
    return open(new WebBounds(100, LONG, LONG, 50, LONG));
  }

  private HttpClientSocket client(WebServer web) throws IOException {
    HttpClientSocket client = new HttpClientSocket(web.port());
    opened.add(client);
    return client;
  }

  @Test
  void aSearchIsAnsweredWithWhatTheServerBehindSays() throws Exception {
    HttpClientSocket client = client(open());
    Answer answer = client.get(SEARCH + "7&type=cafe&keyword=a%20b%2Bc");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains("application/json; charset=UTF-8");
    assertThat(answer.body()).isEqualTo("{\"radius\":7.0}");
    assertThat(backend.asked.getFirst().search().words()).contains("a b+c");
    assertThat(backend.asked.getFirst().asker()).isNegative();
  }

  @Test
  void eachConnectionAsksUnderANumberOfItsOwn() throws Exception {
    WebServer web = open();
    HttpClientSocket one = client(web);
    one.get(SEARCH + "1");
    one.get(SEARCH + "2");
    client(web).get(SEARCH + "3");
    List<Long> askers = backend.asked.stream().map(StubBackend.Asked::asker).toList();
    assertThat(askers.get(0)).isEqualTo(askers.get(1)).isNotEqualTo(askers.get(2));
  }

  @Test
  void aWrongSearchIsAnInvalidRequestInGooglesShape() throws Exception {
    HttpClientSocket client = client(open());
    for (String wrong : List.of("?radius=1", "?location=1,2", "?location=%zz&radius=1", "")) {
      Answer answer = client.get(Routes.NEARBY + wrong);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"status\":\"INVALID_REQUEST\"")
          .contains("\"results\":[]")
          .contains("\"error_message\":\"");
    }
    assertThat(backend.asked).isEmpty();
  }

  @Test
  void moreSearchesThanTheBoundAreOverTheLimitAtOnce() throws Exception {
    WebServer web = open(new WebBounds(100, LONG, LONG, 2, LONG));
    backend.isQuick = false;
    HttpClientSocket first = client(web);
    HttpClientSocket second = client(web);
    first.sendGet(SEARCH + "1");
    second.sendGet(SEARCH + "2");
    Await.until("both are asked", () -> backend.asked.size() == 2);
    assertThat(client(web).get(SEARCH + "3").body()).contains("\"status\":\"OVER_QUERY_LIMIT\"");
    backend.asked.get(0).answer("{}");
    assertThat(first.answer().body()).isEqualTo("{}");
    HttpClientSocket third = client(web);
    third.sendGet(SEARCH + "4");
    Await.until("there is room again", () -> backend.asked.size() == 3);
  }

  private static String searches(int count) {
    StringBuilder many = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      many.append("GET ").append(SEARCH).append(i).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    return many.toString();
  }

  @Test
  void pipelinedRequestsAreAskedOneAfterTheOtherAndAnsweredInOrder() throws Exception {
    backend.isQuick = false;
    HttpClientSocket client = client(open());
    client.send(searches(WebBounds.PIPELINED_MAX));
    for (int i = 1; i <= WebBounds.PIPELINED_MAX; i++) {
      int number = i;
      Await.until("it is asked", () -> backend.asked.size() >= number);
      assertThat(backend.asked).hasSize(number);
      backend.asked.get(i - 1).answer("{\"n\":" + i + "}");
      assertThat(client.answer().body()).isEqualTo("{\"n\":" + i + "}");
    }
  }

  @Test
  void whoPipelinesMoreThanTheBoundIsHungUpOn() throws Exception {
    backend.isQuick = false;
    WebServer web = open();
    HttpClientSocket client = client(web);
    client.send(searches(10 * WebBounds.PIPELINED_MAX));
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(backend.asked).hasSize(1);
    Await.until("it is counted", () -> web.counters().broken() > 0);
    assertThat(client(web).get("/nothing").status()).isEqualTo(404);
  }

  @Test
  void metricsAndHealthComeFromTheServerBehind() throws Exception {
    HttpClientSocket client = client(open());
    backend.metrics.complete("placeherd_clients 1.0\n");
    Answer metrics = client.get(Routes.METRICS);
    assertThat(metrics.body()).isEqualTo("placeherd_clients 1.0\n");
    assertThat(metrics.header("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
    backend.alive.complete(null);
    assertThat(client.get(Routes.HEALTH))
        .extracting(Answer::status, Answer::body)
        .containsExactly(200, "ok\n");
  }

  @Test
  void aServerThatSaysNothingIsUnavailable() throws Exception {
    WebServer web = open(new WebBounds(100, LONG, LONG, 50, Duration.ofMillis(50)));
    HttpClientSocket client = client(web);
    for (String path : List.of(Routes.HEALTH, Routes.METRICS)) {
      Answer answer = client.get(path);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("content-type")).contains("application/problem+json");
      assertThat(answer.body()).contains("\"status\":503").contains("too busy");
    }
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    HttpClientSocket client = client(open());
    client.send("HEAD " + SEARCH + "1 HTTP/1.1\r\nHost: h\r\n\r\n");
    Answer head = client.answer(false);
    assertThat(head.status()).isEqualTo(200);
    assertThat(client.get(SEARCH + "2").body()).isEqualTo("{\"radius\":2.0}");
  }

  @Test
  void whatIsNotThereOrNotMeantIsAProblem() throws Exception {
    WebServer web = open();
    HttpClientSocket client = client(web);
    assertThat(client.get("/v1/nothing?id=1").status()).isEqualTo(404);
    assertThat(client.get("/anything?id=1").status()).isEqualTo(200); // a phone's, perhaps
    Answer missing = client.get("/maps");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("content-type")).contains("application/problem+json");
    assertThat(missing.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"There is"
                + " nothing at this path; there is /maps/api/place/nearbysearch/json, /v1/lines,"
                + " /metrics, /livez, /readyz, and what begins with /v1/.\",\"where\":\"request\"}");
    client.send("DELETE /metrics HTTP/1.1\r\nHost: h\r\n\r\n");
    Answer refused = client.answer();
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("allow")).contains("GET, HEAD");
    assertThat(web.counters().requests())
        .containsEntry(new Answered("other", 404), 2L)
        .containsEntry(new Answered("/metrics", 405), 1L);
  }

  @Test
  void aBodyIsRefusedAndNotRead() throws Exception {
    WebServer web = open();
    for (String header : List.of("Content-Length: 1000000000", "Transfer-Encoding: chunked")) {
      HttpClientSocket client = client(web);
      client.send("GET /healthz HTTP/1.1\r\nHost: h\r\n" + header + "\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void longFirstLinesAndHeadersAreRefused() throws Exception {
    WebServer web = open();
    HttpClientSocket line = client(web);
    line.send(
        "GET /" + "x".repeat(WebBounds.FIRST_LINE_BYTES_MAX) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(line.answer().status()).isEqualTo(414);
    assertThat(line.isClosedByServer()).isTrue();
    HttpClientSocket header = client(web);
    String big = "X-Big: " + "x".repeat(WebBounds.HEADER_BYTES_MAX);
    header.send("GET /healthz HTTP/1.1\r\nHost: h\r\n" + big + "\r\n\r\n");
    assertThat(header.answer().status()).isEqualTo(431);
    assertThat(header.isClosedByServer()).isTrue();
    HttpClientSocket nonsense = client(web);
    nonsense.send("IAMAT kiwi +1+2 3\r\n\r\n");
    assertThat(nonsense.answer().status()).isEqualTo(400);
    assertThat(nonsense.isClosedByServer()).isTrue();
  }

  @Test
  void aConnectionMoreThanTheBoundIsHungUpOn() throws Exception {
    WebServer web = open(new WebBounds(2, LONG, LONG, 50, LONG));
    HttpClientSocket one = client(web);
    client(web);
    Await.until("both are in", () -> web.counters().connections() == 2);
    assertThat(client(web).isClosedByServer()).isTrue();
    assertThat(web.counters().refused()).isEqualTo(1);
    assertThat(one.get(SEARCH + "1").status()).isEqualTo(200);
    one.close();
    Await.until("it is gone", () -> web.counters().connections() == 1);
    assertThat(client(web).get(SEARCH + "2").status()).isEqualTo(200);
  }

  @Test
  void whoBringsNoWholeRequestIsClosedAndWhoWaitsForAnAnswerIsNot() throws Exception {
    WebServer web = open(new WebBounds(10, Duration.ofMillis(400), LONG, 50, LONG));
    backend.isQuick = false;
    HttpClientSocket waiting = client(web);
    waiting.sendGet(SEARCH + "1");
    Await.until("it is asked", () -> backend.asked.size() == 1);
    HttpClientSocket silent = client(web);
    HttpClientSocket dripping = client(web);
    Thread drip =
        Thread.ofVirtual()
            .start(() -> {
              try {
                dripping.send("GET /healthz HTTP/1.1\r\nX-Slow: ");
                while (true) {
                  dripping.send("x");
                  Thread.sleep(10);
                }
              } catch (IOException e) {
                // it is closed, as it should be
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(silent.isClosedByServer()).isTrue();
    drip.join();
    assertThat(web.counters().silent()).isEqualTo(2);
    backend.asked.getFirst().answer("{}");
    assertThat(waiting.answer().body()).isEqualTo("{}");
  }

  @Test
  void whoDoesNotReadHisAnswersIsClosed() throws Exception {
    WebServer web = open(new WebBounds(10, LONG, Duration.ofMillis(300), 50, LONG));
    backend.isQuick = false;
    HttpClientSocket deaf = client(web);
    deaf.send(searches(8));
    String large = "{\"x\":\"" + "x".repeat(2_000_000) + "\"}";
    for (int i = 0; i < 8 && web.counters().connections() == 1; i++) {
      int number = i;
      Await.until(
          "it is asked or closed",
          () -> backend.asked.size() > number || web.counters().connections() == 0);
      if (backend.asked.size() > number) {
        backend.asked.get(number).answer(large);
      }
    }
    Await.until("it is closed", () -> web.counters().connections() == 0);
    backend.isQuick = true;
    assertThat(client(web).get(SEARCH + "1").status()).isEqualTo(200);
  }

  @Test
  void aClientThatLeavesWhileItWaitsHarmsNobody() throws Exception {
    WebServer web = open();
    backend.isQuick = false;
    HttpClientSocket leaving = client(web);
    leaving.sendGet(SEARCH + "1");
    Await.until("it is asked", () -> backend.asked.size() == 1);
    leaving.close();
    Await.until("it is gone", () -> web.counters().connections() == 0);
    backend.asked.getFirst().answer("{}");
    backend.isQuick = true;
    assertThat(client(web).get(SEARCH + "2").body()).isEqualTo("{\"radius\":2.0}");
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
      assertThatThrownBy(() -> WebServer.open(address, backend, WebOptions.DEFAULT))
          .isInstanceOf(IOException.class)
          .hasMessage("Address already in use");
    }
  }

  @Test
  void closingHangsUpAndFreesThePort() throws Exception {
    WebServer web = open();
    int port = web.port();
    HttpClientSocket idle = client(web);
    HttpClientSocket waiting = client(web);
    backend.isQuick = false;
    waiting.sendGet(SEARCH + "1");
    Await.until("it is asked", () -> backend.asked.size() == 1);
    web.close();
    assertThat(idle.isClosedByServer()).isTrue();
    assertThat(waiting.isClosedByServer()).isTrue();
    backend.asked.getFirst().answer("{}");
    try (ServerSocket free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      assertThat(free.isBound()).isTrue();
    }
  }
}
