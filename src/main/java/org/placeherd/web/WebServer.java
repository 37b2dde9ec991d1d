package org.placeherd.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;

/// Answers HTTP/1.1, and by TLS HTTP/2, too, on one port, on one event loop of its own.
public final class WebServer implements AutoCloseable {
  private static final long START_SECONDS = 10;
  private static final long STOP_SECONDS = 2;
  private static final long DRAIN_MILLIS = 500;

  /// Who reads the stream knows at once that it ends; who does not is not waited for.
  private static final long STREAMS_STOP_SECONDS = 1;

  /// Silent connections are looked for so many times in the time that they may be silent.
  private static final int LOOKS = 4;

  private final Vertx vertx;
  private final HttpServer server;
  private final Admission admission;
  private final WebConnections connections;
  private final Routes routes;

  private WebServer(
      Vertx vertx,
      Admission admission,
      InetSocketAddress address,
      WebBackend backend,
      WebBounds bounds,
      WebOptions own) {
    this.vertx = vertx;
    this.admission = admission;
    connections = new WebConnections(bounds, System::nanoTime);
    routes = new Routes(vertx, backend, connections, bounds, new BrowserRules(own));
    HttpServerOptions options = options(address, bounds);
    own.tls().ifPresent(tls -> speakTls(options, tls));
    server =
        vertx
            .createHttpServer(options)
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
  /// @throws IllegalStateException if something else keeps it from opening
  public static WebServer open(InetSocketAddress address, WebBackend backend, WebOptions options)
      throws IOException {
    return open(address, backend, WebBounds.of(options), options);
  }

  /// With bounds of its own, for any host and without TLS.
  static WebServer open(InetSocketAddress address, WebBackend backend, WebBounds bounds)
      throws IOException {
    return open(address, backend, bounds, WebOptions.OPEN);
  }

  static WebServer open(
      InetSocketAddress address, WebBackend backend, WebBounds bounds, WebOptions own)
      throws IOException {
    Admission admission = new Admission(bounds);
    Vertx vertx =
        Vertx.builder().with(options()).withTransport(new AdmittingTransport(admission)).build();
    WebServer web = new WebServer(vertx, admission, address, backend, bounds, own);
    try {
      await(web.server.listen(), START_SECONDS);
      admission.begin();
      return web;
    } catch (IOException e) {
      web.close();
      if (e.getCause() instanceof ExecutionException failed
          && !(failed.getCause() instanceof IOException)) {
        throw new IllegalStateException(e.getMessage(), e); // it was not the address
      }
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
        // With it Vert.x would tell of a connection only when its first bytes have come, and nobody
        // would end those that bring none. HTTP/2 is spoken by TLS.
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

  private static void speakTls(HttpServerOptions options, WebTls tls) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setSslEngineOptions(new TlsEngine(tls))
        .setKeyCertOptions(KeyCertOptions.wrap(unusedKeys())) // the engine has its own
        .setSslHandshakeTimeout(WebBounds.HANDSHAKE_PATIENCE.toSeconds())
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(WebBounds.STREAMS_MAX)
                .setMaxHeaderListSize(WebBounds.HEADER_BYTES_MAX)
                .setInitialWindowSize(WebBounds.WINDOW_BYTES))
        .setHttp2ConnectionWindowSize(WebBounds.WINDOW_BYTES)
        .setHttp2RstFloodMaxRstFramePerWindow(WebBounds.RESETS_MAX)
        .setHttp2RstFloodWindowDuration(WebBounds.RESETS_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setHttp2MaxSmallContinuationFrames(WebBounds.SMALL_CONTINUATIONS_MAX);
  }

  private static KeyManagerFactory unusedKeys() {
    try {
      KeyManagerFactory none =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      none.init(null, null);
      return none;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK's own keys cannot be none", e);
    }
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
        admission.refused(),
        connections.silent(),
        connections.broken(),
        routes.requests());
  }

  private void endStreams() {
    Promise<Void> ended = Promise.promise();
    try {
      vertx.runOnContext(_ -> routes.close().onComplete(ended));
      await(ended.future(), STREAMS_STOP_SECONDS);
    } catch (RejectedExecutionException e) {
      // All has been closed before.
    } catch (IOException e) {
      // Somebody does not read, or has just left: his connection is closed all the same.
    }
  }

  /// Ends the streams, stops to accept and closes each connection when its requests are answered;
  /// waits for that at most a second and a half.
  public void drain() {
    endStreams();
    try {
      await(server.shutdown(DRAIN_MILLIS, TimeUnit.MILLISECONDS), STOP_SECONDS);
    } catch (IOException e) {
      System.err.println("placeherd: HTTP did not drain: " + e.getMessage());
    }
  }

  /// Ends the streams, stops to accept, closes every connection and ends the threads; waits for
  /// that at most three seconds. What is still under way is not answered any more.
  @Override
  public void close() {
    endStreams();
    try {
      await(vertx.close(), STOP_SECONDS);
    } catch (IOException e) {
      System.err.println("placeherd: HTTP did not stop: " + e.getMessage());
    }
  }
}
