package org.placeherd.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.phones.PhoneApp;
import org.placeherd.phones.PhonePath;
import org.placeherd.phones.PhoneReply;
import org.placeherd.phones.PhoneRequest;

/// What stock phone apps send, whatever the method. On the event loop.
final class PhonesOverHttp {
  /// What begins so is never a phone's.
  private static final List<String> OURS = List.of("/v1/", "/maps/");

  private static final String ROOT = "/";
  private static final String CHALLENGE = "Basic realm=\"placeherd\"";
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;

  private final Routes routes;
  private final WebBackend backend;

  PhonesOverHttp(Routes routes, WebBackend backend) {
    this.routes = routes;
    this.backend = backend;
  }

  /// Whether this may be a phone's request. People type any path into an app; but where there is
  /// nothing in a request, or the path is one of ours written wrong, it is nobody's.
  static boolean maySend(HttpServerRequest request, String path) {
    PhonePath phone = PhonePath.of(path);
    if (path.equals(ROOT) || phone.app() != PhoneApp.UNKNOWN || phone.token().isPresent()) {
      return true;
    }
    boolean isEmpty = request.query() == null && !request.method().equals(HttpMethod.POST);
    return !isEmpty && OURS.stream().noneMatch(path::startsWith);
  }

  void handle(HttpServerRequest request, String path, Pass pass) {
    String shown = PhonePath.of(path).toString(); // without the token
    if (!routes.browsers().mayChange(request)) {
      routes.refuse(request, shown, FORBIDDEN, "A page of another origin may not report here.");
      return;
    }
    long receivedNanos = backend.epochNanos();
    routes.read(
        request,
        shown,
        PhoneRequest.BODY_BYTES_MAX,
        body -> take(request, shown, read(request, path, body, pass, receivedNanos), pass));
  }

  private static PhoneRequest read(
      HttpServerRequest request, String path, Buffer body, Pass pass, long receivedNanos) {
    Map<String, String> headers = new HashMap<>();
    for (String name : PhoneRequest.HEADERS) {
      Optional.ofNullable(request.getHeader(name)).ifPresent(value -> headers.put(name, value));
    }
    return PhoneRequest.of(
        request.method().name(),
        path,
        Objects.requireNonNullElse(request.query(), ""),
        headers,
        body.getBytes(),
        pass.onlyClient(),
        receivedNanos);
  }

  private void take(HttpServerRequest request, String shown, PhoneRequest phone, Pass pass) {
    long asker = routes.began(request);
    Consumer<PhoneReply> later = routes.onThisLoop(reply -> answer(request, shown, reply));
    var _ =
        backend
            .phone(phone, LinesOverHttp.address(request.remoteAddress()), asker, pass)
            .whenComplete(
                (reply, failure) -> later.accept(failure == null ? reply : PhoneReply.NOT_STORED));
  }

  /// Refuses a request whose token is none, and tells the operator: the app may have dropped what
  /// it reported.
  void refuse(HttpServerRequest request, String path, String why) {
    backend.phoneRefused(LinesOverHttp.address(request.remoteAddress()), why);
    String shown = PhonePath.of(path).toString();
    request.response().putHeader("WWW-Authenticate", CHALLENGE);
    PhoneReply reply = PhoneReply.refusedToken(why);
    routes.refuse(request, shown, reply.status(), reply.contentType(), reply.body());
  }

  private void answer(HttpServerRequest request, String shown, PhoneReply reply) {
    if (reply.status() == UNAUTHORIZED) {
      request.response().putHeader("WWW-Authenticate", CHALLENGE);
    }
    routes.answer(request, shown, reply.status(), reply.contentType(), Buffer.buffer(reply.body()));
  }
}
