package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: alive\nid: s.0\n\n";

  private static boolean say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
    return false;
  }

  @Test
  void printsALineForEachChangeAndGoesOnWhereItWasCutOff() {
    AtomicInteger requests = new AtomicInteger();
    try (StubServer server =
        StubServer.start((line, out) -> {
          if (!line.isEmpty()) {
            return true;
          }
          return requests.incrementAndGet() == 1
              ? say(
                  out,
                  HEAD
                      + "event: position\ndata: {\"id\":\"kiwi\",\"lat\":34.068931,\"lon\":-118.445127,"
                      + "\"time\":\"2014-05-22T21:37:25Z\",\"timestamp\":1400794645}\nid: s.7\n\n")
              : say(
                  out,
                  HEAD
                      + "event: left\ndata: {\"id\":\"kiwi\"}\nid: s.8\n\n"
                      + "event: missed\ndata: {\"changes\":12}\nid: s.20\n\n"
                      + "event: gone\ndata: {\"id\":\"k\\u001biwi\"}\nid: s.21\n\n");
        })) {
      CommandRun run =
          CommandRun.of(
              "watch",
              "--http-port",
              server.port(),
              "--near",
              "-34.5,-118,2000",
              "--id",
              "k*\u00e9",
              "--count",
              "4");
      assertThat(run.out())
          .isEqualToNormalizingNewlines(
              """
              2014-05-22T21:37:25Z kiwi 34.068931,-118.445127
              left kiwi
              missed 12 changes
              gone k\\u001biwi
              """);
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).contains("going on in 1");
      assertThat(server.lines())
          .contains(
              "GET /v1/stream?id=k*%C3%A9&location=-34.5%2C-118&radius=2000 HTTP/1.1",
              "Last-Event-ID: s.7");
    }
  }

  @Test
  void saysWhyAStreamIsRefused() {
    try (StubServer server =
        StubServer.start((line, out) ->
            !line.isEmpty()
                || say(
                    out,
                    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n{\"detail\":\"radius must be\"}"))) {
      CommandRun run = CommandRun.of("watch", "--http-port", server.port());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("status 400: radius must be");
    }
  }

  @Test
  void whereNobodyListensItSaysSo() {
    CommandRun run = CommandRun.of("watch", "--http-port", "" + CommandRun.freePorts(1));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nobody listens there");
  }

  @Test
  void aWrongPlaceIsExplained() {
    CommandRun run = CommandRun.of("watch", "--near", "1,2");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--near must be");
  }
}
