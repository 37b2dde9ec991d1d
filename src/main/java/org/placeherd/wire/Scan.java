package org.placeherd.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds bytes in bytes, eight at a time.
///
/// The words are little-endian, so the first byte of the text is the lowest of the word. Every
/// search may look up to [#SLACK] bytes past the end it was given, so buffers keep that much room.
final class Scan {
  /// Bytes that a buffer needs behind its last byte.
  static final int SLACK = 64;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private Scan() {}

  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /// The index of the first LF at or behind `from`. There must be one within the array.
  static int lineEnd(byte[] bytes, int from) {
    int at = from;
    while (true) {
      long matches = zeroBytes(word(bytes, at) ^ ('\n' * ONES));
      if (matches != 0) {
        return at + (Long.numberOfTrailingZeros(matches) >>> 3);
      }
      at += 8;
    }
  }

  /// The index of the first byte at or behind `from` that is not printable ASCII: white space, a
  /// control byte, DEL, or a byte of 0x80 and above. There must be one within the array.
  static int plainEnd(byte[] bytes, int from) {
    int at = from;
    while (true) {
      long word = word(bytes, at);
      // A borrow or carry can only mark bytes above the first match, and the first is all we take.
      long special = ((word - 0x21 * ONES) | (word + ONES) | word) & HIGHS;
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      at += 8;
    }
  }

  /// White space is exactly six bytes: space, tab, LF, VT, FF, CR (protocol §1).
  static boolean isWhiteSpace(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  private static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGHS;
  }
}
