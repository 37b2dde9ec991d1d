package org.placeherd.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;

/// The lines of the herd's own language over HTTP: posted, or by WebSocket. On the event loop.
final class LinesOverHttp {
  static final String PATH = "/v1/lines";

  private static final String TEXT_TYPE = "text/plain; charset=utf-8";
  private static final String METHODS = "GET, POST";
  private static final int OK = 200;
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
  private static final String PACKED_FRAMES = "deflate-frame";
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int UPGRADE_REQUIRED = 426;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int UNAVAILABLE = 503;

  private final Routes routes;
  private final WebBackend backend;
  private final WebConnections connections;
  private final Set<LineSocket> sockets = new HashSet<>();
  private final LineSocket.Unread unread = new LineSocket.Unread();

  LinesOverHttp(Routes routes, WebBackend backend, WebConnections connections) {
    this.routes = routes;
    this.backend = backend;
    this.connections = connections;
  }

  /// @param pass what its sender may before he shows a token in a line
  void handle(HttpServerRequest request, Pass pass) {
    if (!routes.browsers().mayChange(request)) {
      routes.refuse(request, PATH, FORBIDDEN, "A page of another origin may not say lines here.");
    } else if (request.method().equals(HttpMethod.POST)) {
      routes.read(request, PATH, WebBounds.LINES_BYTES_MAX, body -> say(request, pass, body));
    } else if (!request.method().equals(HttpMethod.GET)) {
      request.response().putHeader(HttpHeaders.ALLOW, METHODS);
      routes.refuse(request, PATH, METHOD_NOT_ALLOWED, "Lines are posted, or said by WebSocket.");
    } else if (wantsPackedFrames(request)) {
      routes.refuse(
          request, PATH, BAD_REQUEST, "Packed frames (deflate-frame) are not taken here.");
    } else if (request.canUpgradeToWebSocket()) {
      upgrade(request, pass);
    } else {
      request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      routes.refuse(request, PATH, UPGRADE_REQUIRED, "With GET, lines are said by WebSocket.");
    }
  }

  private static boolean wantsPackedFrames(HttpServerRequest request) {
    return request.headers().getAll(EXTENSIONS).stream()
        .anyMatch(extension -> extension.toLowerCase(Locale.ROOT).contains(PACKED_FRAMES));
  }

  private void say(HttpServerRequest request, Pass pass, Buffer body) {
    long asker = routes.began(request);
    Consumer<byte[]> answered =
        routes.onThisLoop(
            replies -> routes.answer(request, PATH, OK, TEXT_TYPE, Buffer.buffer(replies)));
    Consumer<LinesRefused> refused =
        routes.onThisLoop(reason ->
            routes.after(
                pauseMillis(request, reason),
                () -> routes.problem(request, PATH, status(reason), reason.sentence())));
    var _ =
        backend
            .lines("http:", address(request.remoteAddress()), asker, pass)
            .say(body.getBytes())
            .whenComplete((replies, failure) -> {
              if (failure == null) {
                answered.accept(replies);
              } else {
                refused.accept(LinesRefused.of(failure));
              }
            });
  }

  /// Who guesses tokens is made to wait.
  private long pauseMillis(HttpServerRequest request, LinesRefused reason) {
    return backend
        .tokens()
        .filter(_ -> reason.isForWrongTokens())
        .map(gate -> gate.pauseMillis(address(request.remoteAddress()).getAddress()))
        .orElse(0L);
  }

  private static int status(LinesRefused reason) {
    if (reason.isForWrongTokens()) {
      return UNAUTHORIZED;
    }
    return reason.isTooLong() ? TOO_LARGE : UNAVAILABLE;
  }

  private void upgrade(HttpServerRequest request, Pass pass) {
    long asker = connections.began(request.connection());
    InetSocketAddress remote = address(request.remoteAddress());
    request
        .toWebSocket()
        .onSuccess(socket -> {
          routes.count(PATH, SWITCHING_PROTOCOLS);
          open(socket, backend.lines("ws:", remote, asker, pass), request);
        });
  }

  private void open(ServerWebSocket socket, LineSpeaker speaker, HttpServerRequest request) {
    LineSocket lines = new LineSocket(socket, speaker, routes, unread);
    sockets.add(lines);
    socket.closeHandler(_ -> {
      sockets.remove(lines);
      connections.closed(request.connection());
    });
  }

  /// Asks every WebSocket for a sign of life, and closes those that gave none since they were asked
  /// last.
  void ping() {
    List.copyOf(sockets).forEach(LineSocket::ping);
  }

  static InetSocketAddress address(SocketAddress address) {
    return new InetSocketAddress(address.hostAddress(), address.port());
  }
}
