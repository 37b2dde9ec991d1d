package org.placeherd.wire;

import java.util.zip.CRC32C;

/// A line that carries its own checksum, as the journal keeps it: `<line>*hhhhhhhh`, the eight hex
/// digits being the CRC32C of the bytes before the star (reliability §2; NMEA 0183 does likewise
/// with two). Not thread-safe.
public final class CheckedLine {
  /// What the checksum adds to a line: the star and eight digits.
  public static final int SUFFIX_BYTES = 9;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final CRC32C checksum = new CRC32C();

  /// Ends the line that begins at `from` and is the last of what was written: appends its checksum
  /// and LF.
  public void end(ByteWriter out, int from) {
    int sum = sum(out.array(), from, out.size());
    out.ensure(SUFFIX_BYTES + 1);
    byte[] bytes = out.array();
    int at = out.size();
    bytes[at++] = '*';
    for (int shift = 28; shift >= 0; shift -= 4) {
      bytes[at++] = HEX[sum >>> shift & 0xF];
    }
    bytes[at++] = '\n';
    out.advance(SUFFIX_BYTES + 1);
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
