package org.placeherd.web.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Optional;

/// Bytes as they stand in an address (RFC 3986 §2.1), for names of clients are bytes. A string of
/// bytes has a char for each (ISO 8859-1).
final class PercentBytes {
  private static final String UNRESERVED = "-._~";
  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentBytes() {}

  /// The bytes that stand so in an address; nothing if a `%` has no two digits behind it, or
  /// something is in it that no address can have.
  static Optional<String> decode(String sent) {
    StringBuilder bytes = new StringBuilder(sent.length());
    for (int at = 0; at < sent.length(); at++) {
      char next = sent.charAt(at);
      if (next == '%') {
        if (at + 2 >= sent.length()
            || !HexFormat.isHexDigit(sent.charAt(at + 1))
            || !HexFormat.isHexDigit(sent.charAt(at + 2))) {
          return Optional.empty();
        }
        bytes.append((char) HexFormat.fromHexDigits(sent, at + 1, at + 3));
        at += 2;
      } else if (next <= ' ' || next >= FIRST_BEYOND_ASCII) {
        return Optional.empty();
      } else {
        bytes.append(next);
      }
    }
    return Optional.of(bytes.toString());
  }

  /// The bytes as they stand in an address: all but letters, digits and `-._~` as `%XX`.
  static String encode(String bytes) {
    StringBuilder sent = new StringBuilder(bytes.length());
    for (int at = 0; at < bytes.length(); at++) {
      char next = bytes.charAt(at);
      if (isUnreserved(next)) {
        sent.append(next);
      } else {
        sent.append('%').append(HEX.toHexDigits((byte) next));
      }
    }
    return sent.toString();
  }

  private static boolean isUnreserved(char value) {
    return (value >= '0' && value <= '9')
        || (value >= 'A' && value <= 'Z')
        || (value >= 'a' && value <= 'z')
        || UNRESERVED.indexOf(value) >= 0;
  }

  /// The text that the bytes are in UTF-8; U+FFFD stands for what is none.
  static String text(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }
}
