package org.placeherd.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A line that carries its own checksum, as the journal keeps it: `<line>*hhhhhhhh`, the eight hex
/// digits being the CRC32C of the bytes before the star (reliability §2; NMEA 0183 does likewise
/// with two). Not thread-safe.
public final class CheckedLine {
  /// What the checksum adds to a line: the star and eight digits.
  public static final int SUFFIX_BYTES = 9;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final CRC32C checksum = new CRC32C();

  /// Ends the line that begins at `from` and is the last of what was written: appends its checksum
  /// and LF.
  public void end(ByteWriter out, int from) {
    int sum = sum(out.array(), from, out.size());
    out.ensure(SUFFIX_BYTES + 1);
    byte[] bytes = out.array();
    int at = out.size();
    bytes[at] = '*';
    EIGHT_BYTES.set(bytes, at + 1, hex(sum));
    bytes[at + SUFFIX_BYTES] = '\n';
    out.advance(SUFFIX_BYTES + 1);
  }

  /// The eight digits, the first in the highest byte: all are worked out side by side.
  private static long hex(int value) {
    long digits = value & 0xFFFF_FFFFL;
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFFL;
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FFL;
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0FL;
    long letters = (digits + 0x0606_0606_0606_0606L) >>> 4 & 0x0101_0101_0101_0101L;
    return digits + 0x3030_3030_3030_3030L + letters * ('a' - '0' - 10);
  }

  /// Where the line in `bytes[from … to)`, its LF not included, ends without its checksum; −1 if
  /// the checksum is missing or wrong.
  public int endOfIntact(byte[] bytes, int from, int to) {
    int end = to - SUFFIX_BYTES;
    if (end < from || bytes[end] != '*') {
      return -1;
    }
    int written = 0;
    for (int at = end + 1; at < to; at++) {
      int digit = digit(bytes[at]);
      if (digit < 0) {
        return -1;
      }
      written = written << 4 | digit;
    }
    return written == sum(bytes, from, end) ? end : -1;
  }

  private int sum(byte[] bytes, int from, int to) {
    checksum.reset();
    checksum.update(bytes, from, to - from);
    return (int) checksum.getValue();
  }

  private static int digit(byte value) {
    if (value >= '0' && value <= '9') {
      return value - '0';
    }
    return value >= 'a' && value <= 'f' ? value - 'a' + 10 : -1;
  }
}
