package org.placeherd.geo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Decimal digits in bytes, eight at a time: where a run of them ends, and what eight of them say.
///
/// Looks up to [#SLACK_BYTES] past the first byte that is no digit; the array must reach that far.
public final class Digits {
  /// Bytes that must follow in the array.
  public static final int SLACK_BYTES = 8;

  /// Enough for a position and a time, both with nine digits behind the point.
  public static final int WINDOW_BYTES = 48;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long HIGHS = 0x8080808080808080L;

  /// Added to a byte 0 … 9 this leaves the high bit clear, added to 10 … 127 it sets it.
  private static final long BEYOND_NINE = 0x7676767676767676L;

  /// Times the lowest bit of each byte, this puts the eight bits side by side into the highest
  /// byte.
  private static final long GATHER_BITS = 0x0102040810204080L;

  private Digits() {}

  /// The index of the first byte at or behind `from` that is no digit.
  public static int end(byte[] bytes, int from) {
    int at = from;
    while (true) {
      long others = others((long) WORD.get(bytes, at));
      if (others != 0) {
        return at + (Long.numberOfTrailingZeros(others) >>> 3);
      }
      at += 8;
    }
  }

  /// The high bits of the bytes that are no digits; exact for the lowest one, which is all that
  /// counts (a carry can only reach higher ones).
  private static long others(long word) {
    long values = word ^ ZEROS;
    return (values | (values + BEYOND_NINE)) & HIGHS;
  }

  /// Which of the [#WINDOW_BYTES] bytes at `from` are no digits: bit 0 for the first of them. The
  /// array must reach that far.
  public static long othersInWindow(byte[] bytes, int from) {
    long others = 0;
    for (int word = 0; word < WINDOW_BYTES / Long.BYTES; word++) {
      long values = (long) WORD.get(bytes, from + word * Long.BYTES) ^ ZEROS;
      long high = (values | ((values & ~HIGHS) + BEYOND_NINE)) & HIGHS;
      others |= (((high >>> 7) * GATHER_BITS) >>> 56) << (word * Long.BYTES);
    }
    return others;
  }

  /// The value of the eight digits at `from`. They must be digits.
  public static int eight(byte[] bytes, int from) {
    return value((long) WORD.get(bytes, from) - ZEROS);
  }

  /// The value of the digits in `bytes[from … from + count)`, which must be digits. The array must
  /// reach [#SLACK_BYTES] past `from`.
  ///
  /// @param count 1 … 8
  public static int upToEight(byte[] bytes, int from, int count) {
    // What follows the digits is pushed out at the top; zeros come in before the first.
    return value(((long) WORD.get(bytes, from) - ZEROS) << (Long.SIZE - Byte.SIZE * count));
  }

  /// Adds neighbours pairwise: digits to pairs, pairs to fours, fours to eight.
  private static int value(long digits) {
    long word = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
    word = (word * 100 + (word >>> 16)) & 0x0000FFFF0000FFFFL;
    return (int) (word * 10_000 + (word >>> 32));
  }
}
