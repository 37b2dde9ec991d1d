package org.placeherd.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// Which page made a browser send a request (RFC 6454).
final class Origin {
  private static final String SCHEME_END = "://";

  private Origin() {}

  /// Whether a request comes from a page of this server, or from no browser. A browser lets the
  /// page of any other send text and open WebSockets, with no question asked, and its user would
  /// not know.
  static boolean isOwnOrNone(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    String host = request.getHeader(HttpHeaders.HOST);
    int at = origin.indexOf(SCHEME_END);
    return host != null
        && at > 0
        && origin.substring(at + SCHEME_END.length()).equalsIgnoreCase(host);
  }
}
