package org.placeherd.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.auth.Right;
import org.placeherd.auth.TokenGate;
import org.placeherd.auth.WrongTokens;
import org.placeherd.phones.PhonePath;
import org.placeherd.web.api.HerdApi;

/// Sees that a request has a token which is good for what it asks, where tokens are asked for. On
/// the event loop.
///
/// A token stands in the header `Authorization`, as `Bearer` or as the password of `Basic`; in a
/// phone's path; and in the `key` of a nearby search. Whatever is not said to be open here is shut,
/// also what is added elsewhere. The answer to a wrong token is held back the longer, the more its
/// address has shown; that of a right one never.
final class RequestTokens {
  /// Paths that whoever keeps the server running asks, who has no token.
  private static final Set<String> OPEN = Set.of(Routes.HEALTH, "/livez", "/readyz");

  private static final String HERD = "/v1/herd";
  private static final String POSITIONS = "/v1/positions";
  private static final String CHALLENGE = "Bearer realm=\"placeherd\", Basic realm=\"placeherd\"";
  private static final String OTHER = "other";
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Optional<TokenGate> gate;
  private final Routes routes;
  private final PhonesOverHttp phones;

  /// @param gate knows the tokens; empty where none are asked for
  RequestTokens(Optional<TokenGate> gate, Routes routes, PhonesOverHttp phones) {
    this.gate = gate;
    this.routes = routes;
    this.phones = phones;
  }

  /// Has a request answered that may be, and refuses any other.
  ///
  /// @param admitted answers it; is called at once or never
  void admit(HttpServerRequest request, String path, Consumer<Pass> admitted) {
    if (gate.isEmpty()) {
      admitted.accept(Pass.ALL);
      return;
    }
    boolean asksForOptions = request.method().equals(HttpMethod.OPTIONS) && !isPhones(path);
    if (OPEN.contains(path) || asksForOptions) {
      admitted.accept(Pass.NONE); // a browser asks for options without its user's token
      return;
    }
    Optional<byte[]> token = token(request, path);
    Optional<Pass> pass = token.flatMap(gate.get()::pass);
    if (token.isPresent() && pass.isEmpty()) {
      holdBack(request, path);
    } else if (pass.isEmpty() && !path.equals(LinesOverHttp.PATH)) { // a line may show it there
      refuse(request, path, "is missing");
    } else {
      admit(request, path, pass.orElse(Pass.NONE), admitted);
    }
  }

  private void admit(HttpServerRequest request, String path, Pass pass, Consumer<Pass> admitted) {
    Optional<Right> needed = needed(request.method(), path);
    if (needed.isEmpty() || pass.has(needed.get())) {
      admitted.accept(pass);
    } else if (path.equals(Routes.NEARBY)) {
      routes.json(request, denied("The key has no right to %s.".formatted(needed.get().word())));
    } else {
      problem(
          request,
          path,
          FORBIDDEN,
          "The token has no right to %s, which this asks for.".formatted(needed.get().word()));
    }
  }

  /// What a request asks for; empty where that is looked at elsewhere, line by line or report by
  /// report.
  private static Optional<Right> needed(HttpMethod method, String path) {
    if (path.equals(LinesOverHttp.PATH) || isPhones(path)) {
      return Optional.empty();
    }
    if (method.equals(HttpMethod.DELETE) || path.equals(Routes.METRICS) || path.equals(HERD)) {
      return Optional.of(Right.ADMIN);
    }
    boolean reports = method.equals(HttpMethod.PUT) || path.equals(POSITIONS);
    return Optional.of(reports ? Right.REPORT : Right.READ);
  }

  private static boolean isPhones(String path) {
    return !HerdApi.has(path) && !path.equals(Routes.NEARBY) && !path.equals(Routes.METRICS);
  }

  /// The token that a request shows; an empty one where it shows something that is none.
  private static Optional<byte[]> token(HttpServerRequest request, String path) {
    Optional<String> inPath = isPhones(path) ? PhonePath.of(path).token() : Optional.empty();
    if (inPath.isPresent()) {
      return inPath.map(token -> token.getBytes(UTF_8));
    }
    Optional<byte[]> inHeader =
        Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
            .flatMap(RequestTokens::ofHeader);
    return inHeader.isPresent() || !path.equals(Routes.NEARBY) ? inHeader : key(request);
  }

  private static Optional<byte[]> ofHeader(String header) {
    if (begins(header, BEARER)) {
      return Optional.of(header.substring(BEARER.length()).strip().getBytes(ISO_8859_1));
    }
    if (!begins(header, BASIC)) {
      return Optional.empty();
    }
    try {
      String both =
          new String(
              Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), ISO_8859_1);
      return Optional.of(both.substring(both.indexOf(':') + 1).getBytes(ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return Optional.of(new byte[0]); // no base64
    }
  }

  private static boolean begins(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static Optional<byte[]> key(HttpServerRequest request) {
    try {
      return Optional.ofNullable(request.getParam("key"))
          .filter(key -> !key.isEmpty())
          .map(key -> key.getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // parameters that nobody can read
    }
  }

  private void holdBack(HttpServerRequest request, String path) {
    InetAddress from = LinesOverHttp.address(request.remoteAddress()).getAddress();
    long millis = WrongTokens.pauseMillis(gate.orElseThrow().wrong(from));
    if (millis > 0) {
      request.pause();
    }
    routes.after(millis, () -> refuse(request, path, "is wrong"));
  }

  /// @param why stands behind "the token"
  private void refuse(HttpServerRequest request, String path, String why) {
    if (path.equals(Routes.NEARBY)) {
      routes.json(request, denied("The key is none of the tokens of this server."));
    } else if (isPhones(path) && PhonesOverHttp.maySend(request, path)) {
      phones.refuse(request, path, why);
    } else {
      request.response().putHeader("WWW-Authenticate", CHALLENGE);
      problem(
          request,
          path,
          UNAUTHORIZED,
          "The token %s; send one as Authorization: Bearer.".formatted(why));
    }
  }

  private void problem(HttpServerRequest request, String path, int status, String detail) {
    String body = Problem.json(status, "header Authorization", detail);
    routes.refuse(request, counted(path), status, Problem.TYPE, body);
  }

  private static byte[] denied(String sentence) {
    return GoogleReply.failure("REQUEST_DENIED", sentence);
  }

  private static String counted(String path) {
    return path.equals(Routes.METRICS) || path.equals(LinesOverHttp.PATH) ? path : OTHER;
  }
}
