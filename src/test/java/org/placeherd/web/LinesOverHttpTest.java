package org.placeherd.web;

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
import org.placeherd.web.HttpClientSocket.Answer;
import org.placeherd.web.WebCounters.Answered;

/// Lines that are posted: what is passed on, and what a body may be.
class LinesOverHttpTest {
  private static final String PATH = LinesOverHttp.PATH;
  private static final String HEAD = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\n";
  private static final Duration LONG = Duration.ofMinutes(5);

  private final StubBackend backend = new StubBackend();
  private final List<AutoCloseable> opened = new ArrayList<>();

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
            new WebBounds(10, silence, LONG, 50, LONG));
    opened.add(web);
    return web;
  }

  private HttpClientSocket client(WebServer web) throws IOException {
    HttpClientSocket client = new HttpClientSocket(web.port());
    opened.add(client);
    return client;
  }

  private HttpClientSocket client() throws IOException {
    return client(open(LONG));
  }

  @Test
  void linesAreAnsweredWithTheirReplies() throws Exception {
    HttpClientSocket client = client();
    Answer answer = client.post(PATH, "IAMAT a +1+2 3\nLLL");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains("text/plain; charset=utf-8");
    assertThat(answer.body()).isEqualTo("replies to IAMAT a +1+2 3\nLLL");
    assertThat(client.post(PATH, "").body()).isEqualTo("replies to ");
    assertThat(backend.said.getFirst().how()).isEqualTo("http:");
  }

  @Test
  void bodiesMayComeInChunksAndAfterAQuestion() throws Exception {
    HttpClientSocket client = client();
    client.send(HEAD + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.answer().status()).isEqualTo(100);
    client.send("3\r\nLLL\r\n2\r\nMM\r\n0\r\n\r\n");
    assertThat(client.answer().body()).isEqualTo("replies to LLLMM");
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    WebServer web = open(LONG);
    String longest = "x".repeat(WebBounds.LINES_BYTES_MAX);
    assertThat(client(web).post(PATH, longest).status()).isEqualTo(200);
    HttpClientSocket declared = client(web);
    declared.send(HEAD + "Content-Length: 1000000000\r\n\r\n");
    assertThat(declared.answer().status()).isEqualTo(413);
    assertThat(declared.isClosedByServer()).isTrue();
    HttpClientSocket chunked = client(web);
    String size = Integer.toHexString(longest.length());
    chunked.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n" + longest + "\r\n");
    chunked.send("1\r\ny\r\n");
    Answer refused = chunked.answer();
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.body()).contains("The body may have at most 65,536 bytes");
    assertThat(chunked.isClosedByServer()).isTrue();
    assertThat(backend.said).hasSize(1);
  }

  @Test
  void whyThereAreNoRepliesIsSaid() throws Exception {
    backend.isQuick = false;
    HttpClientSocket client = client();
    for (boolean isTooLong : List.of(true, false)) {
      client.send(HEAD + "Content-Length: 1\r\n\r\nx");
      int asked = isTooLong ? 1 : 2;
      Await.until("it is said", () -> backend.said.size() == asked);
      backend.said.getLast().replies().completeExceptionally(new LinesRefused("No.", isTooLong));
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(isTooLong ? 413 : 503);
      assertThat(answer.header("content-type")).contains("application/problem+json");
      assertThat(answer.body()).contains("\"detail\":\"No.\"");
    }
  }

  @Test
  void aPageOfAnotherOriginMaySayNothing() throws Exception {
    WebServer web = open(LONG);
    for (String origin : List.of("https://evil.example", "null", "http://localhost:1", "http://")) {
      assertThat(client(web).post(PATH, "LLL", "Origin: " + origin).status()).isEqualTo(403);
    }
    assertThat(backend.said).isEmpty();
    assertThat(client(web).post(PATH, "LLL", "Origin: http://LOCALHOST").status()).isEqualTo(200);
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    WebServer web = open(LONG);
    HttpClientSocket client = client(web);
    client.send("DELETE " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    Answer refused = client.answer();
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("allow")).contains("GET, POST");
    Answer got = client.get(PATH);
    assertThat(got.status()).isEqualTo(426);
    assertThat(got.header("upgrade")).contains("websocket");
    assertThat(client.post(PATH, "LLL").status()).isEqualTo(200);
    assertThat(web.counters().requests())
        .containsEntry(new Answered(PATH, 405), 1L)
        .containsEntry(new Answered(PATH, 426), 1L)
        .containsEntry(new Answered(PATH, 200), 1L);
  }

  @Test
  void aBodyThatDripsIsSilence() throws Exception {
    WebServer web = open(Duration.ofMillis(400));
    HttpClientSocket dripping = client(web);
    Thread drip =
        Thread.ofVirtual()
            .start(() -> {
              try {
                dripping.send(HEAD + "Content-Length: 60000\r\n\r\n");
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
    drip.join();
    Await.until("it is counted", () -> web.counters().silent() == 1);
    assertThat(backend.said).isEmpty();
    assertThat(client(web).post(PATH, "LLL").status()).isEqualTo(200);
  }

  @Test
  void whoLeavesWithinABodyHarmsNobody() throws Exception {
    WebServer web = open(LONG);
    HttpClientSocket leaving = client(web);
    leaving.send(HEAD + "Content-Length: 60000\r\n\r\nxxx");
    Await.until("it is there", () -> web.counters().connections() == 1);
    leaving.close();
    Await.until("it is gone", () -> web.counters().connections() == 0);
    assertThat(client(web).post(PATH, "LLL").status()).isEqualTo(200);
    assertThat(backend.said).hasSize(1);
  }
}
