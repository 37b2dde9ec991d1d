package org.placeherd.wire;

/// Which names carry control characters: C0, DEL and C1, the ones that could move a terminal's
/// cursor or end a line.
///
/// Names are bytes. A byte 0x80 … 0x9F within a well-formed UTF-8 character is part of a letter; on
/// its own it is a C1 control, as is the character U+0080 … U+009F. Bytes that are no UTF-8 at all,
/// such as 0xFF, are no controls.
final class ControlBytes {
  private ControlBytes() {}

  static boolean in(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int value = bytes[at] & 0xFF;
      int length = value < 0x80 ? 1 : utf8Length(bytes, at, to);
      if (length == 1 && (value < 0x20 || value == 0x7F)) {
        return true;
      }
      boolean lone = length == 0;
      if (lone && value >= 0x80 && value <= 0x9F) {
        return true;
      }
      if (length == 2 && value == 0xC2 && (bytes[at + 1] & 0xFF) <= 0x9F) {
        return true;
      }
      at += lone ? 1 : length;
    }
    return false;
  }

  /// The length of the well-formed multi-byte character at `at` (RFC 3629, shortest form only), or
  /// 0.
  private static int utf8Length(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > to) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean wellFormed =
        switch (lead) {
          case 0xE0 -> second >= 0xA0;
          case 0xED -> second < 0xA0;
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> true;
        };
    return wellFormed ? length : 0;
  }
}
