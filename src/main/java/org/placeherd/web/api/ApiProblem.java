package org.placeherd.web.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.Serial;
import java.util.Map;

/// Why a request is not answered with what it asked for, told as a problem document (RFC 9457).
public final class ApiProblem extends Exception {
  static final String TYPE = "application/problem+json";

  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int NOT_ACCEPTABLE = 406;
  static final int TIMEOUT = 408;
  static final int TOO_LARGE = 413;
  static final int UNSUPPORTED_TYPE = 415;
  static final int TOO_MANY_REQUESTS = 429;
  static final int BAD_GATEWAY = 502;
  static final int UNAVAILABLE = 503;

  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String where;

  /// @param where which part of the request it is about, such as `query parameter radius`
  /// @param detail what is wrong and what to do, in one sentence or two
  ApiProblem(int status, String where, String detail) {
    super(detail, null, false, false); // a client's mistake is no bug of ours
    this.status = status;
    this.where = where;
  }

  /// A query parameter is missing or wrong.
  static ApiProblem ofParameter(String name, String detail) {
    return new ApiProblem(BAD_REQUEST, "query parameter " + name, detail);
  }

  /// Nobody has heard of a client.
  static ApiProblem unknownClient(String where) {
    return new ApiProblem(
        NOT_FOUND,
        where,
        "No report of this client is known here; see that its name is percent-encoded byte for"
            + " byte.");
  }

  /// The server cannot answer now; the same request may succeed later.
  static ApiProblem tryLater(String detail) {
    return new ApiProblem(UNAVAILABLE, "server", detail);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  ApiReply reply() {
    String detail = String.valueOf(getMessage());
    ApiReply reply =
        ApiReply.json(
            status,
            TYPE,
            json -> {
              json.writeStartObject();
              json.writeStringField("type", "about:blank");
              json.writeStringField("title", HttpResponseStatus.valueOf(status).reasonPhrase());
              json.writeNumberField("status", status);
              json.writeStringField("detail", detail);
              json.writeStringField("where", where);
              json.writeEndObject();
            });
    boolean mayRetry = status == UNAVAILABLE || status == TOO_MANY_REQUESTS;
    return mayRetry ? reply.with(Map.of("Retry-After", "1")) : reply;
  }
}
