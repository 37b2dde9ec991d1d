package org.placeherd.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.web.HttpClientSocket.Answer;

/// Requests that a proxy and a server could read in two ways (RFC 9112 §11.2): here there is one
/// reading at most, and behind what is refused nothing of the same connection counts.
class RequestSmugglingTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /// What an attacker would hide.
  private static final String HIDDEN =
      "GET " + Routes.NEARBY + "?location=1,2&radius=666 HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final StubBackend backend = new StubBackend();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private HttpClientSocket client;

  @BeforeEach
  void open() throws IOException {
    WebServer web =
        WebServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            backend,
            new WebBounds(10, LONG, LONG, 50, LONG));
    opened.add(web);
    client = new HttpClientSocket(web.port());
    opened.add(client);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private static String post(String... headers) {
    return "POST /v1/lines HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("\r\n", headers)
        + "\r\n\r\n";
  }

  /// It is refused, and the connection ends before what is hidden behind it.
  private void refused(String request) throws Exception {
    client.send(request + HIDDEN);
    try {
      assertThat(client.answer().status()).isBetween(400, 499);
    } catch (EOFException | SocketException e) {
      // hung up on at once
    }
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(backend.asked).isEmpty();
    assertThat(backend.said).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 4",
        "Content-Length: 4, 5",
        "Content-Length: +4",
        "Content-Length: -4",
        "Content-Length: 0x4",
        "Content-Length: 4 4",
        "Content-Length: 99999999999999999999",
        "Content-Length: ",
      })
  void aLengthThatIsNotOneNumberIsRefused(String headers) throws Exception {
    refused(post(headers) + "LLL\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nTransfer-Encoding: xchunked",
        "Content-Length: 4\r\nTransfer-Encoding: \u000bchunked",
        "Content-Length: 4\r\nTransfer-Encoding : chunked",
      })
  void aLengthBesideATransferCodingIsNotReadInTwoWays(String headers) throws Exception {
    // Read by its chunks it ends at once; read by its length it would swallow the next request's
    // head.
    refused(post(headers) + "0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked, chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
      })
  void aTransferCodingThatIsNotChunkedIsRefused(String headers) throws Exception {
    refused(post(headers) + "0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X : a",
        "X\u0000: a",
        "X: a\u0000b",
        "X: a\rb",
        "X",
      })
  void headerLinesThatAreNoneAreRefused(String header) throws Exception {
    refused("GET /maps HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /maps HTTP/1.1\nHost: localhost\n\n",
        "GET /maps HTTP/1.1\r\nHost: localhost\nX: a\r\n\r\n",
        "GET  /maps HTTP/1.1 x\r\nHost: localhost\r\n\r\n",
        "GET /maps HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n",
        "GET /maps HTTP/1.1\r\nHost: local host\r\n\r\n",
        "GET /maps HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /maps HTTP/2.0\r\nHost: localhost\r\n\r\n",
        "IAMAT kiwi +1+2 3\r\n\r\n",
      })
  void linesThatEndOtherwiseAndHeadsThatAreNoneAreRefused(String head) throws Exception {
    client.send(head);
    try {
      Answer answer = client.answer();
      // A bare LF may be a line's end (RFC 9112 §2.2); then it is one for everybody.
      assertThat(answer.status()).isBetween(400, 505);
    } catch (EOFException | SocketException e) {
      // hung up on at once
    }
    assertThat(backend.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: a\r\n b",
        "X: a\r\n\tContent-Length: 99",
        "X: a\r\n Transfer-Encoding: chunked",
        ": a",
      })
  void aFoldedLineIsPartOfTheOneBeforeAndNothingElse(String header) throws Exception {
    client.send("GET /maps HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n" + HIDDEN);
    assertThat(client.answer().status()).isEqualTo(404);
    assertThat(client.answer().body()).isEqualTo("{\"radius\":666.0}"); // no body was read
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4x\r\nLLL\n\r\n0\r\n\r\n",
        "-4\r\nLLL\n\r\n0\r\n\r\n",
        "0x4\r\nLLL\n\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nLLL\n\r\n0\r\n\r\n",
        "4\r\nLLL\nX\r\n0\r\n\r\n",
        "\r\nLLL\n\r\n0\r\n\r\n",
      })
  void chunksThatAreNotFramedAsTheySayAreRefused(String chunks) throws Exception {
    refused(post("Transfer-Encoding: chunked") + chunks);
  }

  @Test
  void chunkExtensionsAndTrailersMeanNothing() throws Exception {
    client.send(
        post("Transfer-Encoding: chunked")
            + "4;x=\"y\"\r\nLLL\n\r\n0\r\nContent-Length: 77\r\nHost: evil\r\n\r\n"
            + HIDDEN);
    assertThat(client.answer().body()).isEqualTo("replies to LLL\n");
    assertThat(client.answer().body()).isEqualTo("{\"radius\":666.0}"); // it is not hidden
  }
}
