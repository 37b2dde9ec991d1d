package org.placeherd.web;

import io.netty.handler.codec.http.HttpResponseStatus;

/// What a request is told that got nothing (RFC 9457).
final class Problem {
  static final String TYPE = "application/problem+json";

  private Problem() {}

  /// @param detail a sentence without quotes or backslashes
  static String json(int status, String detail) {
    return json(status, "request", detail);
  }

  /// @param where which part of the request it is about; both without quotes or backslashes
  static String json(int status, String where, String detail) {
    return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"where\":\"%s\"}"
        .formatted(HttpResponseStatus.valueOf(status).reasonPhrase(), status, detail, where);
  }
}
