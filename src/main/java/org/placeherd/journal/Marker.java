package org.placeherd.journal;

import java.util.Optional;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

/// A line that says something about the lines before it. Each has its checksum, as all lines have.
sealed interface Marker {
  /// No marker is longer, its checksum and LF included.
  int MOST_BYTES = 80;

  /// `COMMIT <number> <bytes> <crc32c>`: the group of that many bytes before it counts.
  ///
  /// @param number that of the file, so that lines left from an earlier use never count
  /// @param checksum CRC32C of all bytes of the group
  record Commit(long number, long bytes, int checksum) implements Marker {}

  /// `END <number> <bytes>`: nothing behind it counts.
  ///
  /// @param bytes how many bytes of the file are whole groups. Where this line stands further back,
  ///   there is an unfinished group between: a crash cut it, and its intact lines count.
  record End(long number, long bytes) implements Marker {}

  /// Whether `bytes[from …]` begins like a marker.
  static boolean beginsAt(byte[] bytes, int from) {
    return (bytes[from] == 'C' && bytes[from + 1] == 'O' && bytes[from + 2] == 'M')
        || (bytes[from] == 'E' && bytes[from + 1] == 'N' && bytes[from + 2] == 'D');
  }

  /// Reads the marker `bytes[from … to)`, its checksum and LF not included.
  static Optional<Marker> parse(byte[] bytes, int from, int to) {
    int first = space(bytes, from, to) + 1;
    int second = space(bytes, first, to) + 1;
    int third = space(bytes, second, to) + 1;
    long number = number(bytes, first, second - 1, 10);
    boolean commit = third < to;
    long length = number(bytes, second, commit ? third - 1 : to, 10);
    long checksum = commit ? number(bytes, third, to, 16) : 0;
    if (number < 0 || length < 0 || checksum < 0) {
      return Optional.empty();
    }
    return Optional.of(
        commit ? new Commit(number, length, (int) checksum) : new End(number, length));
  }

  private static int space(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != ' ') {
      at++;
    }
    return at;
  }

  /// The number written in these digits, at most eighteen; −1 if they are something else.
  private static long number(byte[] bytes, int from, int to, int radix) {
    if (from >= to || to - from > 18) {
      return -1;
    }
    long number = 0;
    for (int at = from; at < to; at++) {
      int digit = Character.digit(bytes[at], radix);
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  /// Appends this line with its checksum and LF.
  default void write(ByteWriter out, CheckedLine checked) {
    int from = out.size();
    switch (this) {
      case Commit(long number, long bytes, int checksum) -> {
        String digits = Integer.toHexString(checksum);
        out.put("COMMIT " + number + " " + bytes + " " + "0".repeat(8 - digits.length()) + digits);
      }
      case End(long number, long bytes) -> out.put("END " + number + " " + bytes);
    }
    checked.end(out, from);
  }
}
