package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Percent-encoding as it stands in URLs and forms.
final class PercentText {
  private static final String UNRESERVED = "-._~";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentText() {}

  /// Decodes `%XX`; what is no such escape stays as it is, and bytes that are no UTF-8 become
  /// U+FFFD.
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(UTF_8);
    int size = 0;
    for (int at = 0; at < bytes.length; at++) {
      boolean escape = bytes[at] == '%' && at + 2 < bytes.length;
      int value = escape ? hex(bytes[at + 1]) * 16 + hex(bytes[at + 2]) : -1;
      if (value >= 0) {
        bytes[size++] = (byte) value;
        at += 2;
      } else {
        bytes[size++] = bytes[at];
      }
    }
    return new String(bytes, 0, size, UTF_8);
  }

  /// The value of a digit; so far below zero, if it is none, that two of them stay negative.
  private static int hex(byte digit) {
    return HexFormat.isHexDigit(digit) ? HexFormat.fromHexDigit(digit) : -1_000;
  }

  /// Decodes a value of a query or a form, where a plus is a space.
  static String decodeForm(String text) {
    return decode(text.replace('+', ' '));
  }

  /// Encodes everything but letters, digits and `-._~`.
  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte value : text.getBytes(UTF_8)) {
      if (isUnreserved(value)) {
        encoded.append((char) value);
      } else {
        put(encoded, value);
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte value) {
    return (value >= '0' && value <= '9')
        || (value >= 'A' && value <= 'Z')
        || (value >= 'a' && value <= 'z')
        || UNRESERVED.indexOf(value) >= 0;
  }

  /// Appends one byte, encoded.
  static void put(StringBuilder out, int value) {
    out.append('%').append(HEX.toHexDigits((byte) value));
  }
}
