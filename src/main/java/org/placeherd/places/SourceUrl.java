package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/// The URL of a request with its parameters in order.
final class SourceUrl {
  private final URI base;
  private final List<String> parameters = new ArrayList<>();

  /// @param base may have a path of its own
  SourceUrl(URI base, String path) {
    this.base = under(base, path);
  }

  /// A path under a base URL.
  static URI under(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  SourceUrl with(String name, String value) {
    parameters.add(name + "=" + URLEncoder.encode(value, UTF_8));
    return this;
  }

  URI uri() {
    return URI.create(base + "?" + String.join("&", parameters));
  }

  /// A number without an exponent, which not everybody reads.
  static String plain(double number) {
    return BigDecimal.valueOf(number).toPlainString();
  }
}
