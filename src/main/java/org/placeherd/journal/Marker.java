package org.placeherd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    Matcher matcher = Patterns.LINE.matcher(new String(bytes, from, to - from, UTF_8));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(3) == null) {
      long number = Long.parseLong(matcher.group(1));
      return Optional.of(new End(number, Long.parseLong(matcher.group(2))));
    }
    return Optional.of(
        new Commit(
            Long.parseLong(matcher.group(3)),
            Long.parseLong(matcher.group(4)),
            Integer.parseUnsignedInt(matcher.group(5), 16)));
  }

  /// Writes this line into `out` instead of what is there, with its checksum and LF.
  default void write(ByteWriter out, CheckedLine checked) {
    out.clear();
    switch (this) {
      case Commit(long number, long bytes, int checksum) -> {
        out.put("COMMIT " + number + " " + bytes + " ");
        String digits = Integer.toHexString(checksum);
        out.put("0".repeat(8 - digits.length()) + digits);
      }
      case End(long number, long bytes) -> out.put("END " + number + " " + bytes);
    }
    checked.end(out, 0);
  }

  /// Numbers of at most eighteen digits, so that they fit a `long`.
  final class Patterns {
    private static final Pattern LINE =
        Pattern.compile("END (\\d{1,18}) (\\d{1,18})|COMMIT (\\d{1,18}) (\\d{1,18}) ([0-9a-f]{8})");

    private Patterns() {}
  }
}
