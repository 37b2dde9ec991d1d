package org.placeherd.ops;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One column of an event: escaped once, written many times. Make it once a connection or once for
/// ever, not once an event. Immutable.
public final class Label {
  /// Longest name kept, before escaping: the longest server or client name (`protocol.md` §2).
  static final int MAX_BYTES = 255;

  /// The label and a space, then room to be read in whole words.
  final byte[] padded;

  /// Of the label and its space.
  final int length;

  private Label(byte[] padded, int length) {
    this.padded = padded;
    this.length = length;
  }

  /// A column from text of our own, such as `in` or `stored`.
  public static Label of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A column from any bytes. Spaces are escaped as well, so that it stays one column; none becomes
  /// `-`; what is longer than 255 bytes is cut.
  public static Label of(byte[] text) {
    byte[] column = new byte[Math.min(text.length, MAX_BYTES) * Escape.WORST + 2 * Escape.SLACK];
    int out = 0;
    for (int i = 0, end = Math.min(text.length, MAX_BYTES); i < end; ) {
      int word = i;
      while (i < end && text[i] != ' ') {
        i++;
      }
      out = Escape.copy(text, word, i, column, out);
      if (i < end) {
        for (char c : "\\x20".toCharArray()) {
          column[out++] = (byte) c;
        }
        i++;
      }
    }
    if (out == 0) {
      column[out++] = '-';
    }
    column[out++] = ' ';
    return new Label(Arrays.copyOf(column, out + Escape.SLACK), out);
  }

  /// Copies the label and its space into `target`, which must have [Escape#SLACK] bytes to spare.
  ///
  /// @return where the copy ends
  int copyTo(byte[] target, int out) {
    for (int i = 0; i < length; i += Long.BYTES) {
      Escape.WORD.set(target, out + i, (long) Escape.WORD.get(padded, i));
    }
    return out + length;
  }

  boolean isSame(Label other) {
    return Arrays.equals(padded, 0, length, other.padded, 0, other.length);
  }

  /// The column as it stands in the log.
  @Override
  public String toString() {
    return new String(padded, 0, length - 1, StandardCharsets.UTF_8);
  }
}
