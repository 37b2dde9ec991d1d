package org.placeherd.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps web pages from using the server through the browsers of people who can reach it: by the
/// host that a request names (DNS rebinding), by the page that made it (RFC 6454; the Fetch
/// standard's CORS), and by headers that every answer has. On the event loop.
final class BrowserRules {
  private static final int NO_CONTENT = 204;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int MISDIRECTED = 421;

  private static final String SCHEME_END = "://";
  private static final String LOCALHOST = "localhost";
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
  private static final String FETCH_SITE = "Sec-Fetch-Site";
  private static final String METHOD_WISHED = "Access-Control-Request-Method";

  /// How long a browser may remember what a page may ask, in seconds.
  private static final String REMEMBERED_SECONDS = "600";

  private final Optional<Set<String>> hosts;
  private final Set<String> origins;

  /// What a request is told instead of what it asked for.
  ///
  /// @param sentence empty where there is nothing to say
  record Verdict(int status, String sentence) {}

  BrowserRules(WebOptions options) {
    hosts = options.hosts().map(BrowserRules::lowerCase);
    origins = lowerCase(options.origins());
  }

  private static Set<String> lowerCase(Set<String> texts) {
    return texts.stream()
        .map(text -> text.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Looks at a request, and writes into its answer what its page may do with it. Empty if it is to
  /// be answered like any other.
  Optional<Verdict> judge(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.putHeader(CONTENT_TYPE_OPTIONS, NO_SNIFF);
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      return Optional.of(new Verdict(BAD_REQUEST, "There may be one Host header."));
    }
    @Nullable HostAndPort host = request.authority();
    if (host == null && !isBlank(request.getHeader(HttpHeaders.HOST))) {
      return Optional.of(new Verdict(BAD_REQUEST, "The Host header is no host."));
    }
    if (host != null && !isOurs(host.host())) {
      return Optional.of(
          new Verdict(
              MISDIRECTED,
              "This server is not known by that host name; ask it by an address of its machine, or"
                  + " name the host in http.hosts."));
    }
    @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || isOwn(request, origin)) {
      return Optional.empty();
    }
    return judgeOther(request, origin);
  }

  /// A page of another server.
  private Optional<Verdict> judgeOther(HttpServerRequest request, String origin) {
    if (!origins.contains(origin.toLowerCase(Locale.ROOT))) {
      return isReading(request)
          ? Optional.empty() // the browser will not show it to the page
          : Optional.of(
              new Verdict(
                  FORBIDDEN,
                  "A page of another origin may not ask this; name its origin in http.origins."));
    }
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    response.putHeader(
        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Link, Location, Retry-After");
    if (!request.method().equals(HttpMethod.OPTIONS) || request.getHeader(METHOD_WISHED) == null) {
      return Optional.empty();
    }
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, PUT, POST, DELETE");
    response.putHeader(
        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
        "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID");
    response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS);
    return Optional.of(new Verdict(NO_CONTENT, ""));
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank(); // as old trackers send it, and no browser
  }

  private static boolean isReading(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  private boolean isOurs(String host) {
    if (hosts.isEmpty()) {
      return true;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals(LOCALHOST) || hosts.get().contains(name) || isThisMachine(name);
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  /// Whether a request may do more than read: it comes from a page of this server or of one that is
  /// listed, or from no page. A browser lets any page send text and open WebSockets with no
  /// question asked, and load pictures from anywhere without saying whose page shows them.
  boolean mayChange(HttpServerRequest request) {
    @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null
        ? !"cross-site".equals(request.getHeader(FETCH_SITE))
        : isOwn(request, origin) || origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isOwn(HttpServerRequest request, String origin) {
    @Nullable HostAndPort host = request.authority();
    int at = origin.indexOf(SCHEME_END);
    return host != null
        && at > 0
        && origin.substring(at + SCHEME_END.length()).equalsIgnoreCase(host.toString());
  }
}
