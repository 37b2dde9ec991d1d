package org.placeherd.places.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// A request that the stub has got.
///
/// @param parameters those of the query, or of a form in the body, decoded
/// @param headers by their names in small letters
public record StubRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> parameters,
    Map<String, String> headers,
    String body) {
  /// More than any of the sources is sent.
  private static final int BODY_BYTES_MAX = 256 * 1024;

  /// Keeps its own copies.
  public StubRequest {
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
  }

  static StubRequest of(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
    String body = new String(bytes, UTF_8);
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    boolean isForm =
        headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
    return new StubRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query,
        parameters(isForm ? body : query),
        headers,
        body);
  }

  private static Map<String, List<String>> parameters(String text) {
    Map<String, List<String>> all = new HashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        all.computeIfAbsent(part.substring(0, equals), _ -> new ArrayList<>())
            .add(URLDecoder.decode(part.substring(equals + 1), UTF_8));
      }
    }
    return all;
  }

  /// The first parameter of that name.
  public Optional<String> parameter(String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst();
  }

  /// The first parameter of that name, if it is a finite number.
  OptionalDouble number(String name) {
    return parameter(name).map(StubRequest::finite).orElse(OptionalDouble.empty());
  }

  /// What the text says, if it is a finite number.
  static OptionalDouble finite(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /// The request as it may be shown, without a key.
  public String shown() {
    String shown = query.replaceAll("(^|&)key=[^&]*", "$1key=(not shown)");
    String path = method + " " + this.path + (shown.isEmpty() ? "" : "?" + shown);
    return body.isEmpty() ? path : path + " " + parameter("data").orElse(body);
  }
}
