package org.placeherd.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.placeherd.transport.Tls;
import org.placeherd.web.WebBackend;
import org.placeherd.web.WebCounters;
import org.placeherd.web.WebOptions;
import org.placeherd.web.WebServer;
import org.placeherd.web.WebTls;

/// HTTP beside the line port. That its port can be had is tried before the server starts; it is
/// opened on a thread of its own when the line port has long been open, for what answers HTTP takes
/// longer to load than all the rest.
final class HttpSide implements AutoCloseable {
  private static final WebCounters UNUSED = new WebCounters(0, 0, 0, 0, Map.of());

  private final ServerAddress self;
  private final OptionalInt port;
  private final WebOptions options;
  private final CompletableFuture<OptionalInt> opened = new CompletableFuture<>();
  private volatile @Nullable WebServer web;
  private boolean closed;

  /// @param tls what the line port speaks TLS by, where there is TLS
  HttpSide(ServerSettings settings, Optional<Tls> tls) {
    self = settings.self();
    port = settings.httpPort();
    options = options(settings, tls);
  }

  /// Who can be reached from this machine only, and asks nobody who he is, takes care that no page
  /// on the web reaches him by a host name of its own.
  private static WebOptions options(ServerSettings settings, Optional<Tls> tls) {
    HttpOptions http = settings.herd().http();
    boolean asksForHost = settings.self().isLoopback() && !settings.isHttpGuarded();
    return new WebOptions(
        OpenFiles.of(settings).http(),
        http.connectionsPerAddress(),
        tls.filter(_ -> http.tls())
            .map(spoken -> new WebTls(spoken::context, settings.isHttpGuarded())),
        asksForHost ? Optional.of(http.hostsAnd(settings.self().host())) : Optional.empty(),
        Set.copyOf(http.origins()));
  }

  /// Sees whether the port is free.
  ///
  /// @throws StartupException if it is not
  void requireFreePort() throws StartupException {
    if (port.isEmpty()) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address(port.getAsInt()));
    } catch (IOException e) {
      throw cannotBeHad(e);
    }
  }

  private InetSocketAddress address(int number) {
    return new InetSocketAddress(self.host(), number);
  }

  private StartupException cannotBeHad(IOException reason) {
    return StartupException.failure(
        "%s cannot answer HTTP on %s (%s); stop the program that has the port, or choose another, or off, with --http-port or http.port in the file."
            .formatted(
                self.name(),
                new ServerAddress(self.name(), self.host(), port.orElseThrow()).hostAndPort(),
                reason.getMessage()),
        reason);
  }

  /// Opens the port on a thread of its own.
  ///
  /// @param onFailure is told when it cannot be opened, as when somebody else has taken the port
  ///   meanwhile
  void open(WebBackend backend, Consumer<StartupException> onFailure) {
    if (port.isEmpty()) {
      opened.complete(port);
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("herd-" + self.name() + " opens HTTP")
        .start(() -> {
          Optional<StartupException> failure = openNow(backend);
          failure.ifPresent(onFailure);
        });
  }

  private synchronized Optional<StartupException> openNow(WebBackend backend) {
    if (closed) {
      return Optional.empty();
    }
    try {
      WebServer server = WebServer.open(address(port.orElseThrow()), backend, options);
      web = server;
      opened.complete(OptionalInt.of(server.port()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(failed(cannotBeHad(e)));
    } catch (RuntimeException | Error e) { // on this thread nobody else would see it
      return Optional.of(failed(cannotBeOpened(e)));
    }
  }

  private StartupException failed(StartupException failure) {
    opened.completeExceptionally(failure);
    return failure;
  }

  private StartupException cannotBeOpened(Throwable reason) {
    return StartupException.failure(
        "%s cannot answer HTTP (%s); mend that, or start it without HTTP by --http-port off."
            .formatted(self.name(), reason),
        reason);
  }

  /// The port, when it is open; none where HTTP is off. Cancelled when the server closes before.
  CompletionStage<OptionalInt> opened() {
    return opened;
  }

  /// What HTTP has been used for.
  WebCounters counters() {
    WebServer server = web;
    return server == null ? UNUSED : server.counters();
  }

  /// Lets answers that are under way leave, and accepts nobody any more.
  void drain() {
    WebServer server = web;
    if (server != null) {
      server.drain();
    }
  }

  /// Waits for the opening, if that is under way.
  @Override
  public synchronized void close() {
    closed = true;
    opened.cancel(false);
    WebServer server = web;
    if (server != null) {
      server.close();
    }
  }
}
