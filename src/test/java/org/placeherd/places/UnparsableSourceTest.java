package org.placeherd.places;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.placeherd.geo.LatLon;

/// A source that does not speak HTTP as it should, over real sockets: it must not cost a connection
/// for each call.
@Timeout(60)
class UnparsableSourceTest {
  private static final String KEY = "very-secret-0815";
  private static final PlacesQuery HERE = new PlacesQuery(new LatLon(34.0689, -118.4451), 500, 20);
  private static final long TIMEOUT_MILLIS = 10_000;

  @TempDir Path directory = Path.of("");

  /// Sends the same to whoever asks, as often as it says, closes its side and waits for the other
  /// end to do so, too.
  private static final class RawSource implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ever = new AtomicInteger();
    private volatile String sent;
    private volatile int times = 1;

    RawSource(String sent) throws IOException {
      this.sent = sent;
      threads.execute(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          open.incrementAndGet();
          ever.incrementAndGet();
          threads.execute(() -> serve(socket));
        }
      } catch (IOException e) {
        // It is closed.
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        String first = String.valueOf(in.readLine());
        while (!Optional.ofNullable(in.readLine()).orElse("").isEmpty()) {}
        OutputStream out = socket.getOutputStream();
        byte[] bytes = sent.replace("REQUEST", first).getBytes(ISO_8859_1);
        for (int i = 0; i < times; i++) {
          out.write(bytes);
        }
        socket.shutdownOutput();
        while (in.read() >= 0) {}
      } catch (IOException e) {
        // The other end has hung up, which is all we wait for.
      } finally {
        open.decrementAndGet();
      }
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void awaitNoConnection() throws InterruptedException {
      while (open.get() > 0) {
        Thread.sleep(10);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      threads.shutdownNow();
    }
  }

  private UpstreamPlaces places(Upstream upstream) throws IOException {
    return new UpstreamPlaces(
        upstream,
        new UpstreamPlaces.Settings(
            true, true, BudgetLimits.NONE, new BudgetFile(directory.resolve("spent")), 1_000),
        PlacesClock.SYSTEM,
        Duration.ofMillis(1),
        64);
  }

  private static Optional<byte[]> ask(UpstreamPlaces places) {
    try {
      return Optional.of(places.nearby(HERE, TIMEOUT_MILLIS).toCompletableFuture().join());
    } catch (CompletionException e) {
      return Optional.empty();
    }
  }

  static List<String> heads() {
    return List.of(
        "HTTX\u001b[31m\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX Bad(: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + "a".repeat(1 << 20) + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}");
  }

  @ParameterizedTest
  @MethodSource("heads")
  void noConnectionStaysOpenAndItIsAskedOnOthersLater(String head) throws Exception {
    try (RawSource source = new RawSource(head);
        UpstreamPlaces places = places(new Photon(source.url()))) {
      for (int i = 0; i < 8; i++) {
        assertThat(ask(places)).isEmpty();
      }
      assertThat(source.ever.get()).isGreaterThan(2);
      source.awaitNoConnection();
      source.sent = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"features\":[]}";
      while (ask(places).isEmpty()) {
        Thread.sleep(10); // the breaker may be open for a millisecond
      }
    }
  }

  @Test
  void headersWithoutAnEndAreHungUpOn() throws Exception {
    for (String head : List.of("HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\r\n")) {
      try (RawSource source = new RawSource(head);
          UpstreamPlaces places = places(new Photon(source.url()))) {
        source.times = Integer.MAX_VALUE;
        assertThat(ask(places)).isEmpty();
        source.awaitNoConnection();
      }
    }
  }

  @Test
  void whatItSaysInsteadIsShownWithoutTheKeyAndWithoutControlCharacters() throws Exception {
    try (RawSource source = new RawSource("REQUEST \u001b[31m \u009b31m\r\n\r\n");
        UpstreamPlaces places = places(new GoogleLegacy(source.url(), KEY))) {
      assertThat(ask(places)).isEmpty();
      String words = places.counters().getFirst().lastFailure().orElseThrow().words();
      assertThat(words).contains("GET ").contains("(key)").doesNotContain(KEY);
      assertThat(words.chars()).noneMatch(Character::isISOControl);
    }
  }
}
