package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Unsigned numbers as text of a fixed width, six bits a character, the highest first: the alphabet
/// of base64url (RFC 4648 §5).
public final class Radix64 {
  /// Characters of the short form, which keeps the highest 36 bits of a number.
  public static final int SHORT_CHARACTERS = 6;

  /// Characters of the long form, which keeps all 64 bits.
  public static final int LONG_CHARACTERS = 11;

  private static final int SHORT_SHIFT = 64 - 6 * SHORT_CHARACTERS;
  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = values();

  private Radix64() {}

  /// The part of a number that the short form keeps.
  public static long shortened(long value) {
    return value >>> SHORT_SHIFT;
  }

  /// Appends what [#shortened] keeps of a number.
  public static void putShort(ByteWriter out, long value) {
    put(out, shortened(value), SHORT_CHARACTERS);
  }

  /// Appends a number.
  public static void putLong(ByteWriter out, long value) {
    put(out, value, LONG_CHARACTERS);
  }

  private static void put(ByteWriter out, long value, int characters) {
    for (int shift = 6 * (characters - 1); shift >= 0; shift -= 6) {
      out.put(ALPHABET[(int) (value >>> shift) & 63]);
    }
  }

  /// Reads the number in `bytes[from … from + characters)`, all of which [#isRun] has accepted.
  public static long read(byte[] bytes, int from, int characters) {
    long value = 0;
    for (int at = from; at < from + characters; at++) {
      value = value << 6 | VALUES[bytes[at]];
    }
    return value;
  }

  /// Whether all of `bytes[from … to)` are characters of such numbers.
  static boolean isRun(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] < 0 || VALUES[bytes[at]] < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      values[ALPHABET[i]] = (byte) i;
    }
    return values;
  }
}
