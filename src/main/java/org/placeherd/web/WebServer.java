package org.placeherd.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Answers HTTP/1.1 on one port, on one event loop of its own.
public final class WebServer implements AutoCloseable {
  private static final long START_SECONDS = 10;
  private static final long STOP_SECONDS = 2;
  private static final long DRAIN_MILLIS = 500;

  /// Silent connections are looked for so many times in the time that they may be silent.
  private static final int LOOKS = 4;

  private final Vertx vertx;
  private final HttpServer server;
  private final WebConnections connections;
  private final Routes routes;

  private WebServer(Vertx vertx, InetSocketAddress address, WebBackend backend, WebBounds bounds) {
    this.vertx = vertx;
    connections = new WebConnections(bounds, System::nanoTime);
    routes = new Routes(vertx, backend, connections, bounds);
    server =
        vertx
            .createHttpServer(options(address, bounds))
            .connectionHandler(connections::opened)
            .exceptionHandler(_ -> connections.broke())
            .requestHandler(routes::handle);
    vertx.setPeriodic(
        Math.max(1, bounds.silence().toMillis() / LOOKS), _ -> connections.closeSilent());
    vertx.setPeriodic(Math.max(1, bounds.silence().toMillis()), _ -> routes.ping());
  }

  /// Opens the port and waits for that; loads Vert.x, which takes some hundred milliseconds.
  ///
  /// @param address where to listen; resolved
  /// @throws IOException if the address cannot be had, with the system's reason
  public static WebServer open(InetSocketAddress address, WebBackend backend) throws IOException {
    return open(address, backend, WebBounds.DEFAULT);
  }

  static WebServer open(InetSocketAddress address, WebBackend backend, WebBounds bounds)
      throws IOException {
    Vertx vertx = Vertx.vertx(options());
    WebServer web = new WebServer(vertx, address, backend, bounds);
    try {
      await(web.server.listen(), START_SECONDS);
      return web;
    } catch (IOException e) {
      web.close();
      throw e;
    }
  }

  /// One loop and few threads: nothing here blocks. No files, so no directory for them.
  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setPreferNativeTransport(true)
        .setUseDaemonThread(true)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static HttpServerOptions options(InetSocketAddress address, WebBounds bounds) {
    return new HttpServerOptions()
        .setHost(address.getAddress().getHostAddress())
        .setPort(address.getPort())
        // Without it a connection counts from its first byte on, and silent ones would be free.
        .setHttp2ClearTextEnabled(false)
        .setMaxInitialLineLength(WebBounds.FIRST_LINE_BYTES_MAX)
        .setMaxHeaderSize(WebBounds.HEADER_BYTES_MAX)
        .setMaxWebSocketFrameSize(WebBounds.LINES_BYTES_MAX)
        .setMaxWebSocketMessageSize(WebBounds.LINES_BYTES_MAX)
        // A small message may be a large one when it is unpacked, so nothing is. Only the handler
        // of
        // an extension that no browser knows is kept, for it bounds pipelined requests, too.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(true)
        .setIdleTimeout((int) bounds.stall().toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static <T> void await(Future<T> future, long seconds) throws IOException {
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause() == null ? e : e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("it took more than " + seconds + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    }
  }

  /// The system's words; Netty puts the call and the number before them.
  private static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.substring(message.lastIndexOf(": ") + 1).strip();
  }

  /// The port that is listened on.
  public int port() {
    return server.actualPort();
  }

  /// What it has been used for. From any thread.
  public WebCounters counters() {
    return new WebCounters(
        connections.size(),
        connections.refused(),
        connections.silent(),
        connections.broken(),
        routes.requests());
  }

  /// Stops to accept and closes each connection when its requests are answered; waits for that at
  /// most half a second.
  public void drain() {
    try {
      await(server.shutdown(DRAIN_MILLIS, TimeUnit.MILLISECONDS), STOP_SECONDS);
    } catch (IOException e) {
      System.err.println("placeherd: HTTP did not drain: " + e.getMessage());
    }
  }

  /// Stops to accept, closes every connection and ends the threads; waits for that at most two
  /// seconds. What is still under way is not answered any more.
  @Override
  public void close() {
    try {
      await(vertx.close(), STOP_SECONDS);
    } catch (IOException e) {
      System.err.println("placeherd: HTTP did not stop: " + e.getMessage());
    }
  }
}
