package org.placeherd.places;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says in a reply that its provider stood in for another one.
final class FallbackMark {
  /// `x_herd` is the last in a reply, has no braces in it and is shorter than this.
  private static final int TAIL_BYTES = 1_000;

  private static final Pattern NOT_FALLBACK =
      Pattern.compile(
          "(\"x_herd\"\\s*:\\s*\\{[^{}]*\"fallback\"\\s*:\\s*)false([^{}]*}\\s*}\\s*)$");

  private FallbackMark() {}

  /// The body with `fallback` set to true; the body itself is not changed.
  ///
  /// @throws IllegalArgumentException when there is no such word in it
  static byte[] on(byte[] body) {
    // One byte is one character here, so that no character of the body is cut in two.
    int tailStart = Math.max(0, body.length - TAIL_BYTES);
    String tail = new String(body, tailStart, body.length - tailStart, ISO_8859_1);
    Matcher matcher = NOT_FALLBACK.matcher(tail);
    if (!matcher.find()) {
      throw new IllegalArgumentException("a provider's reply has no x_herd with fallback in it");
    }
    byte[] marked =
        (tail.substring(0, matcher.start()) + matcher.group(1) + "true" + matcher.group(2))
            .getBytes(ISO_8859_1);
    byte[] whole = new byte[tailStart + marked.length];
    System.arraycopy(body, 0, whole, 0, tailStart);
    System.arraycopy(marked, 0, whole, tailStart, marked.length);
    return whole;
  }
}
