package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an app sent over HTTP, and what the server knows of it.
///
/// @param method such as `POST`
/// @param path as sent, from the first slash to before the question mark
/// @param query as sent, without the question mark; empty if there is none
/// @param headers the values of [#HEADERS], by their names in lower case
/// @param body as text; bytes that are no UTF-8 have become U+FFFD
/// @param tokenClient the client that the request's token stands for, a legal client name; it goes
///   before whatever the app calls itself. Empty without a token, and with one that is good for
///   several clients: then the caller checks each report's client
/// @param receivedNanos when the server got it, nanoseconds since 1970
public record PhoneRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    Optional<String> tokenClient,
    long receivedNanos) {
  /// Longest body, in bytes: Overland sends up to 1,000 points of some 600. The caller's to
  /// enforce.
  public static final int BODY_BYTES_MAX = 1 << 20;

  static final String USER = "x-limit-u";
  static final String DEVICE = "x-limit-d";

  /// The headers that mean something here, in lower case.
  public static final List<String> HEADERS = List.of(USER, DEVICE);

  /// Keeps its own copy of the headers.
  public PhoneRequest {
    headers = Map.copyOf(headers);
  }

  /// A request whose body are these bytes.
  public static PhoneRequest of(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      byte[] body,
      Optional<String> tokenClient,
      long receivedNanos) {
    Map<String, String> kept = new HashMap<>(headers);
    kept.keySet().retainAll(HEADERS);
    return new PhoneRequest(
        method, path, query, kept, new String(body, UTF_8), tokenClient, receivedNanos);
  }

  /// Without what was sent, which may have a token in it.
  @Override
  public String toString() {
    return "%s, %d characters".formatted(method, body.length());
  }

  /// A header's value, if it has one.
  Optional<String> header(String name) {
    return Optional.of(headers.getOrDefault(name, "")).filter(value -> !value.isEmpty());
  }
}
