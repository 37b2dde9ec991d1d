package org.placeherd.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.placeherd.server.Await;
import org.placeherd.web.Http2Socket.Frame;

/// What one connection of HTTP/2 cannot take from a server, tried with frames made by hand.
class Http2FloodTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String SEARCH = Routes.NEARBY + "?location=1,2&radius=";
  private static final int REFUSED_STREAM = 7;
  private static final int MANY = 200_000;

  private final StubBackend backend = new StubBackend();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final SSLContext trusting;
  private final WebOptions options;

  Http2FloodTest() throws Exception {
    TlsForTests tls = new TlsForTests();
    trusting = tls.client();
    SSLContext own = tls.server();
    options =
        new WebOptions(
            100, 100, Optional.of(new WebTls(() -> own, false)), Optional.empty(), Set.of());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private WebServer open(Duration silence) throws IOException {
    WebServer web =
        WebServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            backend,
            new WebBounds(100, silence, LONG, 500, LONG),
            options);
    opened.add(web);
    return web;
  }

  private Http2Socket client(WebServer web) throws IOException {
    Http2Socket client = new Http2Socket(web.port(), trusting);
    opened.add(client);
    return client;
  }

  /// Somebody else is still answered.
  private void requireServing(WebServer web) throws IOException {
    boolean wasQuick = backend.isQuick;
    backend.isQuick = true;
    Http2Socket honest = client(web);
    honest.get(1, SEARCH + "5");
    Frame body = honest.next(Http2Socket.DATA);
    assertThat(US_ASCII.decode(body.payload()).toString()).isEqualTo("{\"radius\":5.0}");
    backend.isQuick = wasQuick;
  }

  @Test
  void aRequestIsAnsweredAndTheNextOneOnTheSameConnection() throws Exception {
    WebServer web = open(LONG);
    Http2Socket client = client(web);
    for (int stream = 1; stream < 9; stream += 2) {
      client.get(stream, SEARCH + stream);
      int asked = stream;
      Frame body =
          client.next(frame -> frame.type() == Http2Socket.DATA && frame.stream() == asked);
      assertThat(US_ASCII.decode(body.payload()).toString()).contains("\"radius\":" + stream);
    }
    assertThat(web.counters().connections()).isEqualTo(1);
  }

  @Test
  void aStreamMoreThanTheBoundIsRefused() throws Exception {
    WebServer web = open(LONG);
    backend.isQuick = false;
    Http2Socket client = client(web);
    client.next(Http2Socket.SETTINGS);
    for (int i = 0; i <= WebBounds.STREAMS_MAX; i++) {
      client.get(2 * i + 1, SEARCH + (i + 1));
    }
    Frame refused = client.next(Http2Socket.RST_STREAM);
    assertThat(refused.stream()).isEqualTo(2 * WebBounds.STREAMS_MAX + 1);
    assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
    Await.until("the others are asked", () -> backend.asked.size() == WebBounds.STREAMS_MAX);
    requireServing(web);
  }

  @Test
  void rapidResetsEndTheConnection() throws Exception {
    WebServer web = open(LONG);
    backend.isQuick = false;
    Http2Socket client = client(web);
    for (int i = 0; i < WebBounds.RESETS_MAX + 10; i++) {
      try {
        client.get(2 * i + 1, SEARCH + "1");
        client.send(Http2Socket.RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
      } catch (IOException e) {
        break; // it has been ended already
      }
    }
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(backend.asked.size()).isLessThanOrEqualTo(WebBounds.RESETS_MAX + 1);
    requireServing(web);
  }

  @Test
  void continuationsWithoutEndEndTheConnection() throws Exception {
    WebServer web = open(LONG);
    Http2Socket small = client(web);
    small.send(Http2Socket.HEADERS, Http2Socket.END_STREAM, 1, Http2Socket.head("GET", "/"));
    assertThat(small.isEndedBefore(MANY, Http2Socket.frame(Http2Socket.CONTINUATION, 0, 1)))
        .isTrue();
    Http2Socket large = client(web);
    large.send(Http2Socket.HEADERS, Http2Socket.END_STREAM, 1, Http2Socket.head("GET", "/"));
    byte[] block = Http2Socket.head("GET", "/", "x", "y".repeat(16_000));
    assertThat(large.isEndedBefore(MANY, Http2Socket.frame(Http2Socket.CONTINUATION, 0, 1, block)))
        .isTrue();
    requireServing(web);
  }

  @Test
  void pingsWithoutNumberEndTheConnection() throws Exception {
    WebServer web = open(LONG);
    byte[] ping = Http2Socket.frame(Http2Socket.PING, 0, 0, new byte[8]);
    assertThat(client(web).isEndedBefore(MANY, ping)).isTrue();
    byte[] settings = Http2Socket.frame(Http2Socket.SETTINGS, 0, 0);
    assertThat(client(web).isEndedBefore(MANY, settings)).isTrue();
    requireServing(web);
  }

  @Test
  void aFewPingsAreAnswered() throws Exception {
    Http2Socket client = client(open(LONG));
    for (byte i = 0; i < 100; i++) {
      client.send(Http2Socket.PING, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, i});
      Frame pong = client.next(Http2Socket.PING);
      assertThat(pong.flags()).isEqualTo(Http2Socket.ACK);
      assertThat(pong.payload().get(7)).isEqualTo(i);
    }
  }

  @Test
  void moreHeaderLinesThanTheBoundAreNotTaken() throws Exception {
    WebServer web = open(LONG);
    Http2Socket client = client(web);
    byte[] head =
        Http2Socket.head("GET", SEARCH + "1", "x", "y".repeat(WebBounds.HEADER_BYTES_MAX));
    client.send(Http2Socket.HEADERS, Http2Socket.END_HEADERS | Http2Socket.END_STREAM, 1, head);
    Frame answer =
        client.next(frame ->
            frame.type() == Http2Socket.HEADERS
                || frame.type() == Http2Socket.RST_STREAM
                || frame.type() == Http2Socket.GOAWAY);
    assertThat(answer).isNotNull();
    assertThat(backend.asked).isEmpty();
    requireServing(web);
  }

  @Test
  void anEndlessBodyIsRefusedAtTheBoundAndTheConnectionStays() throws Exception {
    WebServer web = open(LONG);
    Http2Socket client = client(web);
    client.send(
        Http2Socket.HEADERS,
        Http2Socket.END_HEADERS,
        1,
        Http2Socket.head("POST", LinesOverHttp.PATH));
    byte[] part = new byte[4_096];
    for (int i = 0; i < 15; i++) {
      client.send(Http2Socket.DATA, 0, 1, part);
    }
    client.next(frame -> frame.type() == Http2Socket.WINDOW_UPDATE && frame.stream() == 1);
    client.send(Http2Socket.DATA, 0, 1, part);
    client.send(Http2Socket.DATA, 0, 1, part);
    client.next(frame -> frame.isEnd() && frame.stream() == 1);
    assertThat(client.next(Http2Socket.RST_STREAM).error()).isZero();
    requireServing(web);
  }

  @Test
  void aBodyThatIsTooLongIsRefusedAndTheConnectionStays() throws Exception {
    WebServer web = open(LONG);
    Http2Socket client = client(web);
    client.send(
        Http2Socket.HEADERS,
        Http2Socket.END_HEADERS,
        1,
        Http2Socket.head("POST", LinesOverHttp.PATH, "content-length", "1000000000"));
    client.next(frame -> frame.isEnd() && frame.stream() == 1);
    assertThat(client.next(Http2Socket.RST_STREAM).error()).isZero();
    client.get(3, SEARCH + "3");
    Frame answer = client.next(frame -> frame.type() == Http2Socket.DATA && frame.stream() == 3);
    assertThat(US_ASCII.decode(answer.payload()).toString()).isEqualTo("{\"radius\":3.0}");
  }

  @Test
  void aBodyThatNeverComesWholeIsGivenUp() throws Exception {
    WebServer web = open(Duration.ofMillis(400));
    Http2Socket client = client(web);
    client.send(
        Http2Socket.HEADERS,
        Http2Socket.END_HEADERS,
        1,
        Http2Socket.head("POST", LinesOverHttp.PATH));
    client.send(Http2Socket.DATA, 0, 1, (byte) 'L');
    assertThat(client.isClosedByServer()).isTrue();
    Await.until("it is gone", () -> web.counters().connections() == 0);
  }

  @Test
  void whoTakesNoAnswersIsClosedThoughHePings() throws Exception {
    WebServer web = open(Duration.ofMillis(400));
    // SETTINGS_INITIAL_WINDOW_SIZE 0
    Http2Socket client = new Http2Socket(web.port(), trusting, new byte[] {0, 4, 0, 0, 0, 0});
    opened.add(client);
    client.get(1, SEARCH + "1");
    Await.until("it is asked", () -> backend.asked.size() == 1);
    Await.until(
        "it is closed",
        () -> {
          try {
            client.send(Http2Socket.PING, 0, 0, new byte[8]);
          } catch (IOException e) {
            // it is closed, as it should be
          }
          return web.counters().connections() == 0;
        });
    requireServing(web);
  }

  @Test
  void answersThatNobodyTakesAreBoundedForAllTogether() throws Exception {
    WebServer web = open(LONG);
    backend.isQuick = false;
    Http2Socket greedy = new Http2Socket(web.port(), trusting, new byte[] {0, 4, 0, 0, 0, 0});
    opened.add(greedy);
    int answers = 34; // of 2 MB: more than 64 MiB
    for (int i = 0; i < answers; i++) {
      greedy.get(2 * i + 1, SEARCH + (i + 1));
    }
    Await.until("they are asked", () -> backend.asked.size() == answers);
    String large = "x".repeat(2_000_000);
    backend.asked.forEach(asked -> asked.answer(large));
    Http2Socket next = client(web);
    next.get(1, SEARCH + "1");
    Await.until("it is asked", () -> backend.asked.size() == answers + 1);
    backend.asked.getLast().answer("{}");
    assertThat(next.isClosedByServer()).isTrue();
    greedy.close();
    Await.until("they are gone", () -> web.counters().connections() == 0);
    requireServing(web);
  }

  @Test
  void aHandshakeThatIsNotFinishedCountsAsAConnection() throws Exception {
    WebServer web =
        WebServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            backend,
            new WebBounds(2, LONG, LONG, 50, LONG),
            options);
    opened.add(web);
    HttpClientSocket first = new HttpClientSocket(web.port());
    opened.add(first);
    HttpClientSocket second = new HttpClientSocket(web.port());
    opened.add(second);
    HttpClientSocket third = new HttpClientSocket(web.port());
    opened.add(third);
    assertThat(third.isClosedByServer()).isTrue();
    assertThat(web.counters().refused()).isEqualTo(1);
    first.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); // not TLS
    assertThat(first.isClosedByServer()).isTrue();
    Await.until(
        "there is room",
        () -> {
          try {
            requireServing(web);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }
}
