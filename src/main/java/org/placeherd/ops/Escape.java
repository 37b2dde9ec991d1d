package org.placeherd.ops;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Makes any bytes fit to be read in a terminal, reversibly.
///
/// Printable ASCII and well-formed UTF-8 stay as they are; a backslash becomes `\\`; each byte of
/// anything else becomes `\xHH`: control codes (C0, DEL, C1), malformed UTF-8, and the line
/// separators and writing-direction overrides that make a line look like what it is not.
final class Escape {
  /// The most bytes one byte becomes.
  static final int WORST = 4;

  /// How far past its result a word-wise copy may write.
  static final int SLACK = Long.BYTES;

  /// Little-endian on every machine, so that the lowest bits of a word are its first byte.
  static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long SPACES = ' ' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  private Escape() {}

  /// Copies `source[from, to)`, escaped, into `target` at `out`, which must have room for [#WORST]
  /// bytes a byte and [#SLACK] more.
  ///
  /// @return where the copy ends in `target`
  static int copy(byte[] source, int from, int to, byte[] target, int out) {
    int in = from;
    while (true) {
      int plain = copyPlain(source, in, to, target, out);
      in += plain;
      out += plain;
      if (in >= to) {
        return out;
      }
      int length = readableSequence(source, in, to);
      if (length == 0) {
        out = escapeByte(source[in++], target, out);
      }
      for (; length > 0; length--) {
        target[out++] = source[in++];
      }
    }
  }

  /// Copies up to the first byte that is not plain, eight bytes at a time.
  ///
  /// @return how many bytes were plain
  private static int copyPlain(byte[] source, int from, int to, byte[] target, int out) {
    int length = to - from;
    int done = 0;
    for (; done <= length - Long.BYTES; done += Long.BYTES) {
      long word = (long) WORD.get(source, from + done);
      WORD.set(target, out + done, word);
      long odd = notPlain(word);
      if (odd != 0) {
        return done + (Long.numberOfTrailingZeros(odd) >>> 3);
      }
    }
    for (; done < length; done++) {
      byte b = source[from + done];
      if (b < ' ' || b == '\\' || b == 0x7F) {
        break;
      }
      target[out + done] = b;
    }
    return done;
  }

  /// The lowest bit set is in the first byte of `word` that is below a space, a backslash, or above
  /// `~`; higher bits may be set wrongly, as borrows run upwards.
  private static long notPlain(long word) {
    long slash = word ^ BACKSLASHES;
    return ((word - SPACES) | (word + ONES) | word | (slash - ONES)) & HIGHS;
  }

  /// The length of the well-formed, harmless UTF-8 sequence of two to four bytes at `at`, or 0.
  private static int readableSequence(byte[] source, int at, int to) {
    int lead = source[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || lead > 0xF4 || length > to - at) {
      return 0;
    }
    int point = lead & (0x7F >> length);
    for (int i = 1; i < length; i++) {
      int b = source[at + i] & 0xFF;
      if ((b & 0xC0) != 0x80) {
        return 0;
      }
      point = point << 6 | (b & 0x3F);
    }
    return isShortestForm(point, length) && isReadable(point) ? length : 0;
  }

  /// Unicode, table 3-7: no code point in more bytes than it needs, no surrogates, none too high.
  private static boolean isShortestForm(int point, int length) {
    return switch (length) {
      case 3 -> point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
      case 4 -> point >= 0x10000 && point <= Character.MAX_CODE_POINT;
      default -> point >= 0x80;
    };
  }

  private static boolean isReadable(int point) {
    boolean c1 = point <= 0x9F;
    boolean separatorOrDirection = point >= 0x2028 && point <= 0x202E;
    boolean isolate = point >= 0x2066 && point <= 0x2069;
    return !c1 && !separatorOrDirection && !isolate;
  }

  private static int escapeByte(byte b, byte[] target, int out) {
    target[out++] = '\\';
    if (b == '\\') {
      target[out++] = '\\';
      return out;
    }
    target[out++] = 'x';
    target[out++] = HEX[(b & 0xFF) >>> 4];
    target[out++] = HEX[b & 0x0F];
    return out;
  }
}
