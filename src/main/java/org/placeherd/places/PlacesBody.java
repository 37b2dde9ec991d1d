package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// What a provider's body must be before it goes out: a JSON object without blank lines.
final class PlacesBody {
  /// The most a body may hold: a page of Google's has some 30 KB; more than this is no such page.
  static final int BYTES_MAX = 2 * 1024 * 1024;

  private PlacesBody() {}

  /// The reply where there is none; a fresh array.
  ///
  /// @param status one of Google's own words
  static byte[] failure(UpstreamFailure.Kind status) {
    return "{\"html_attributions\":[],\"results\":[],\"status\":\"%s\"}"
        .formatted(status.name())
        .getBytes(UTF_8);
  }

  /// The body with runs of newlines made one and none at its end (protocol, `WHATSAT`); the same
  /// array where nothing is to be done.
  ///
  /// Looks at the first and last byte and at newlines only: to parse what came over a network is
  /// the provider's part.
  ///
  /// @throws IllegalArgumentException when this cannot be a JSON object, or is too long
  static byte[] checked(byte[] body) {
    if (body.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "body has %,d bytes, more than %,d".formatted(body.length, BYTES_MAX));
    }
    int start = 0;
    while (start < body.length && isWhiteSpace(body[start])) {
      start++;
    }
    int end = body.length;
    while (end > start && isWhiteSpace(body[end - 1])) {
      end--;
    }
    if (end - start < 2 || body[start] != '{' || body[end - 1] != '}') {
      throw new IllegalArgumentException("body is no JSON object");
    }
    return withoutBlankLines(body, start, end);
  }

  private static byte[] withoutBlankLines(byte[] body, int start, int end) {
    if (!hasBlankLine(body, start, end)) {
      return start == 0 && end == body.length ? body : Arrays.copyOfRange(body, start, end);
    }
    byte[] kept = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      if (body[i] != '\n' || body[i - 1] != '\n') {
        kept[length++] = body[i];
      }
    }
    return Arrays.copyOf(kept, length);
  }

  /// Two newlines in a row are in an odd place and the one before or after it, so every second byte
  /// will do. The first and the last byte are braces.
  private static boolean hasBlankLine(byte[] body, int start, int end) {
    for (int i = start + 1; i < end - 1; i += 2) {
      if (body[i] == '\n' && (body[i - 1] == '\n' || body[i + 1] == '\n')) {
        return true;
      }
    }
    return false;
  }

  /// White space as JSON has it (RFC 8259, section 2).
  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
