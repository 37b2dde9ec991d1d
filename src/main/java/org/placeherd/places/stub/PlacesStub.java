package org.placeherd.places.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// An HTTP server on 127.0.0.1 that answers as the four sources do. `GET /mode/hang` changes what
/// it does from then on.
public final class PlacesStub implements AutoCloseable {
  /// The key that it takes for a right one.
  public static final String KEY = "stub-key";

  private static final String MODE_PATH = "/mode/";

  /// Connections that may wait to be taken.
  private static final int BACKLOG = 1_000;

  private final HttpServer server;
  private final List<StubDialect> dialects;
  private final AtomicReference<StubTrouble> trouble;
  private final Consumer<StubRequest> seen;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private PlacesStub(HttpServer server, LongSupplier nanoTime, Consumer<StubRequest> seen) {
    StubWorld world = new StubWorld();
    this.server = server;
    this.seen = seen;
    trouble = new AtomicReference<>(new StubTrouble(StubMode.OK));
    dialects =
        List.of(
            new StubGoogleNew(world),
            new StubGoogleLegacy(world, nanoTime),
            new StubPhoton(world),
            new StubOverpass(world));
  }

  /// Starts it.
  ///
  /// @param port 0 for one that is free
  /// @param seen hears of every request that is for a source, on the thread that serves it
  /// @throws IOException when the port cannot be had
  public static PlacesStub start(int port, Consumer<StubRequest> seen) throws IOException {
    return start(port, System::nanoTime, seen);
  }

  static PlacesStub start(int port, LongSupplier nanoTime, Consumer<StubRequest> seen)
      throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
            BACKLOG);
    PlacesStub stub = new PlacesStub(server, nanoTime, seen);
    server.setExecutor(stub.threads);
    server.createContext("/", stub::handle);
    server.start();
    return stub;
  }

  /// Its address, for `base-url`.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What it does from now on.
  public void mode(StubMode mode) {
    trouble.getAndSet(new StubTrouble(mode)).end();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      StubRequest request = StubRequest.of(exchange);
      Optional<StubDialect> dialect =
          dialects.stream().filter(known -> known.path().equals(request.path())).findFirst();
      if (dialect.isPresent()) {
        seen.accept(request);
        trouble.get().answer(exchange, request, dialect.get());
      } else if (request.path().startsWith(MODE_PATH)) {
        StubTrouble.send(exchange, changed(request.path().substring(MODE_PATH.length())));
      } else {
        StubTrouble.send(exchange, StubAnswer.text(404, "no source has this path\n"));
      }
    } catch (IOException e) {
      // Who asked has hung up, which is his right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private StubAnswer changed(String name) {
    Optional<StubMode> mode = StubMode.named(name);
    mode.ifPresent(this::mode);
    return mode.isPresent()
        ? StubAnswer.text(200, name + ": " + mode.get().meaning() + "\n")
        : StubAnswer.text(404, "known: " + String.join(", ", StubMode.texts()) + "\n");
  }

  @Override
  public void close() {
    trouble.get().end();
    server.stop(0);
    threads.shutdownNow();
  }
}
