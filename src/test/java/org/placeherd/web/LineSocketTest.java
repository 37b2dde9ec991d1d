package org.placeherd.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.placeherd.server.Await;
import org.placeherd.web.WebCounters.Answered;
import org.placeherd.web.WebSocketClient.Close;
import org.placeherd.web.WebSocketClient.Message;

/// Lines by WebSocket: the order of replies, back-pressure, bounds, and how it ends.
class LineSocketTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final WebBounds WIDE = new WebBounds(10, LONG, LONG, 50, LONG);
  private static final String HANDSHAKE =
      """
      GET /v1/lines HTTP/1.1\r
      Host: localhost\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

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

  private WebSocketClient client(WebServer web) throws IOException {
    WebSocketClient client = new WebSocketClient(web.port());
    opened.add(client);
    return client;
  }

  private WebSocketClient client() throws IOException {
    return client(open(WIDE));
  }

  private HttpClientSocket raw(WebServer web) throws IOException {
    HttpClientSocket client = new HttpClientSocket(web.port());
    opened.add(client);
    return client;
  }

  @Test
  void repliesComeInTheOrderOfTheMessages() throws Exception {
    backend.isQuick = false;
    WebSocketClient client = client();
    for (String lines : List.of("one", "two", "three")) {
      client.message(lines);
    }
    Await.until("they are said", () -> backend.said.size() == 3);
    backend.said.get(2).reply("3");
    backend.said.get(0).reply("1");
    assertThat(client.next().text()).isEqualTo("1");
    backend.said.get(1).reply("2");
    assertThat(client.next().text()).isEqualTo("2");
    assertThat(client.next().text()).isEqualTo("3");
    assertThat(backend.said.getFirst().how()).isEqualTo("ws:");
    assertThat(backend.said)
        .extracting(StubBackend.Said::lines)
        .containsExactly("one", "two", "three");
  }

  @Test
  void textIsAnsweredByTextAndBytesByBytes() throws Exception {
    backend.isQuick = false;
    WebSocketClient client = client();
    client.message("\u00c3\u00a9");
    client.message("\u00ff");
    client.message("text");
    client.message("complaint");
    client.message("last");
    Await.until("they are said", () -> backend.said.size() == 5);
    byte[] noText = {(byte) 0xFF, '\n'};
    backend.said.get(0).reply("a");
    backend.said.get(1).reply("b");
    backend.said.get(2).replies().complete(noText);
    backend.said.get(3).reply("");
    backend.said.get(4).reply("c");
    assertThat(List.of(client.next(), client.next(), client.next(), client.next()))
        .containsExactly(
            new Message("a", true),
            new Message("b", false),
            new Message("\u00ff\n", false),
            new Message("c", true));
    assertThat(backend.said.getFirst().lines()).isEqualTo("é");
  }

  @Test
  void itStopsToReadWhileTooManyMessagesWait() throws Exception {
    backend.isQuick = false;
    WebServer web = open(WIDE);
    WebSocketClient client = client(web);
    int all = LineSocket.WAITING_MAX + 20;
    for (int i = 0; i < all; i++) {
      client.message("m" + i);
    }
    Await.until("the bound is reached", () -> backend.said.size() >= LineSocket.WAITING_MAX);
    backend.alive.complete(null);
    raw(web).get(Routes.HEALTH); // the loop has been round
    assertThat(backend.said).hasSize(LineSocket.WAITING_MAX);
    for (int i = 0; i < all; i++) {
      int number = i;
      Await.until("it is said", () -> backend.said.size() > number);
      backend.said.get(i).reply("r" + i);
      assertThat(client.next().text()).isEqualTo("r" + i);
    }
  }

  @Test
  void oneLongMessageWaitsAlone() throws Exception {
    backend.isQuick = false;
    WebServer web = open(WIDE);
    WebSocketClient client = client(web);
    client.message("x".repeat(WebBounds.LINES_BYTES_MAX));
    client.message("short");
    Await.until("the first is said", () -> !backend.said.isEmpty());
    backend.alive.complete(null);
    raw(web).get(Routes.HEALTH);
    assertThat(backend.said).hasSize(1);
    backend.said.getFirst().reply("1");
    Await.until("the second is said", () -> backend.said.size() == 2);
  }

  @Test
  void aMessageThatIsTooLongEndsIt() throws Exception {
    WebSocketClient client = client();
    client.message("x".repeat(WebBounds.LINES_BYTES_MAX + 1));
    assertThat(client.closed().code()).isEqualTo(1009);
    assertThat(backend.said).isEmpty();
  }

  @Test
  void aMessageInManyFramesMayNotBeLongerEither() throws Exception {
    WebSocketClient client = client();
    client.part("x".repeat(40_000));
    client.part("x".repeat(40_000));
    assertThat(client.closed().code()).isEqualTo(1009);
    assertThat(backend.said).isEmpty();
  }

  @Test
  void packedFramesAreNotTaken() throws Exception {
    WebServer web = open(WIDE);
    HttpClientSocket packing = raw(web);
    packing.send(HANDSHAKE + "Sec-WebSocket-Extensions: x-webkit-deflate-frame\r\n\r\n");
    assertThat(packing.answer().status()).isEqualTo(400);
    HttpClientSocket browser = raw(web);
    browser.send(HANDSHAKE + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    HttpClientSocket.Answer accepted = browser.answer();
    assertThat(accepted.status()).isEqualTo(101);
    assertThat(accepted.header("sec-websocket-extensions")).isEmpty();
  }

  @Test
  void whyThereAreNoRepliesIsSaidInTheClose() throws Exception {
    backend.isQuick = false;
    WebServer web = open(WIDE);
    for (boolean isTooLong : List.of(true, false)) {
      WebSocketClient client = client(web);
      client.message("LLL");
      int said = isTooLong ? 1 : 2;
      Await.until("it is said", () -> backend.said.size() == said);
      backend.said.getLast().replies().completeExceptionally(new LinesRefused("No.", isTooLong));
      assertThat(client.closed()).isEqualTo(new Close(isTooLong ? 1009 : 1013, "No."));
    }
  }

  @Test
  void aPageOfAnotherOriginGetsNoSocket() throws Exception {
    WebServer web = open(WIDE);
    HttpClientSocket evil = raw(web);
    evil.send(HANDSHAKE + "Origin: https://evil.example\r\n\r\n");
    assertThat(evil.answer().status()).isEqualTo(403);
    HttpClientSocket own = raw(web);
    own.send(HANDSHAKE + "Origin: http://localhost\r\n\r\n");
    assertThat(own.answer().status()).isEqualTo(101);
  }

  @Test
  void socketsCountAsConnectionsUntilTheyClose() throws Exception {
    WebServer web = open(new WebBounds(1, LONG, LONG, 50, LONG));
    WebSocketClient client = client(web);
    assertThat(raw(web).isClosedByServer()).isTrue();
    assertThat(client.finish()).isEmpty();
    Await.until("it is gone", () -> web.counters().connections() == 0);
    WebSocketClient second = client(web);
    second.message("LLL");
    second.next(); // a handshake is counted when the client may have seen it already
    assertThat(web.counters().requests()).containsEntry(new Answered("/v1/lines", 101), 2L);
  }

  @Test
  void whoAnswersPingsMayBeSilentAndWhoDoesNotIsClosed() throws Exception {
    WebServer web = open(new WebBounds(10, Duration.ofMillis(200), LONG, 50, LONG));
    WebSocketClient silent = client(web);
    HttpClientSocket dead = raw(web);
    dead.send(HANDSHAKE + "\r\n");
    assertThat(dead.answer().status()).isEqualTo(101);
    assertThat(dead.bytes(2)).containsExactly(0x89, 0); // a ping
    byte[] head = dead.bytes(4);
    assertThat(head[0]).isEqualTo((byte) 0x88); // a close
    assertThat((head[2] & 0xFF) << 8 | (head[3] & 0xFF)).isEqualTo(1001);
    assertThat(new String(dead.bytes(head[1] - 2), ISO_8859_1))
        .isEqualTo("a ping was not answered");
    silent.message("LLL");
    assertThat(silent.next().text()).isEqualTo("replies to LLL");
  }

  @Test
  void whoDoesNotReadHisRepliesIsClosed() throws Exception {
    WebServer web = open(new WebBounds(10, LONG, Duration.ofMillis(300), 50, LONG));
    backend.isQuick = false;
    HttpClientSocket deaf = raw(web);
    deaf.send(HANDSHAKE + "\r\n");
    assertThat(deaf.answer().status()).isEqualTo(101);
    String masked = "\u0081\u0081\0\0\0\0x";
    deaf.send(masked.repeat(LineSocket.WAITING_MAX));
    String large = "x".repeat(1_000_000);
    for (int i = 0; i < LineSocket.WAITING_MAX && web.counters().connections() == 1; i++) {
      int number = i;
      Await.until(
          "it is said or closed",
          () -> backend.said.size() > number || web.counters().connections() == 0);
      if (backend.said.size() > number) {
        backend.said.get(number).reply(large);
      }
    }
    Await.until("it is closed", () -> web.counters().connections() == 0);
  }

  @Test
  void closingTheServerClosesIt() throws Exception {
    WebServer web = open(WIDE);
    WebSocketClient client = client(web);
    client.message("LLL");
    client.next();
    web.close();
    Await.until("nobody is connected", () -> web.counters().connections() == 0);
  }
}
