package org.placeherd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

/// The first line of a file: `placeherd-journal <version> <number> <server name>`, or
/// `placeherd-snapshot …`.
record Header(boolean snapshot, int version, long number, String server) {
  /// The format that is written.
  static final int VERSION = 2;

  /// The oldest that is read: without GONE lines, and else the same.
  static final int OLDEST_VERSION = 1;

  private static final Pattern LINE =
      Pattern.compile("placeherd-(journal|snapshot) (\\d{1,9}) (\\d{1,18}) (\\S.*)");

  static Header of(JournalFile file, String server) {
    return new Header(file.kind() != JournalFile.Kind.SEGMENT, VERSION, file.number(), server);
  }

  /// Whether a file that is read may have this format.
  boolean isReadable() {
    return version >= OLDEST_VERSION && version <= VERSION;
  }

  /// Whether it is the header of that file, of whatever format.
  boolean isOf(JournalFile file, String name) {
    Header written = of(file, name);
    return snapshot == written.snapshot && number == written.number && server.equals(name);
  }

  /// The header of a file, whoever's it is; empty if it is not intact.
  static Optional<Header> read(Disk disk, JournalFile file) throws IOException {
    try (DiskFile open = disk.open(file.name())) {
      FileWindow window = new FileWindow(open);
      var _ = window.more();
      return read(window, window.lineFeed(0, FileScanner.MOST_LINE_BYTES));
    }
  }

  /// The header in the first line of a file; empty if it is not intact.
  ///
  /// @param lineFeed where the line ends; −1 if nowhere
  static Optional<Header> read(FileWindow window, long lineFeed) {
    if (lineFeed < 0) {
      return Optional.empty();
    }
    int lineEnd = window.index(lineFeed);
    int end = new CheckedLine().endOfIntact(window.bytes(), 0, lineEnd);
    return end < 0 ? Optional.empty() : parse(window.bytes(), 0, end);
  }

  private static Optional<Header> parse(byte[] bytes, int from, int to) {
    Matcher matcher = LINE.matcher(new String(bytes, from, to - from, UTF_8));
    return matcher.matches()
        ? Optional.of(
            new Header(
                matcher.group(1).equals("snapshot"),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                matcher.group(4)))
        : Optional.empty();
  }

  /// Appends this line with its checksum and LF.
  void write(ByteWriter out, CheckedLine checked) {
    int from = out.size();
    out.put(
        "placeherd-%s %d %d %s"
            .formatted(snapshot ? "snapshot" : "journal", version, number, server));
    checked.end(out, from);
  }
}
