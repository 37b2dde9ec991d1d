package org.placeherd.journal;

import java.io.IOException;
import org.placeherd.wire.CheckedLine;

/// Finds the lines of a damaged place whose own checksums are right. They are true reports, and the
/// newest wins, so using one too many does no harm.
final class Salvage {
  private final FileWindow window;
  private final LineSink sink;
  private final CheckedLine checked = new CheckedLine();

  Salvage(FileWindow window, LineSink sink) {
    this.window = window;
    this.sink = sink;
  }

  /// What was in a damaged place.
  ///
  /// @param lines how many lines end there
  /// @param intact how many of them are intact and were handed over
  /// @param bad how many are not
  /// @param firstBad the offset of the first that is not, or of the place if all are intact
  /// @param firstBadLine its number, counted from 1
  record Found(long lines, long intact, long bad, long firstBad, long firstBadLine) {
    String sentence() {
      String what =
          switch ((int) Math.min(bad, 2)) {
            case 0 -> "lines are missing";
            case 1 -> "1 line is damaged";
            default -> bad + " lines are damaged";
          };
      return what + used();
    }

    String used() {
      return intact == 0 ? "" : ", " + intact + " intact lines around are used";
    }
  }

  /// Hands over the intact lines of `[from … to)`.
  ///
  /// @param linesBefore how many lines of the file end before `from`
  Found lines(long from, long to, long linesBefore) throws IOException {
    long lines = 0;
    long intact = 0;
    long bad = 0;
    long firstBad = from;
    long firstBadLine = linesBefore + 1;
    window.seek(from);
    for (long at = from; at < to; ) {
      long lineFeed = window.lineFeed(at, FileScanner.MOST_LINE_BYTES);
      long next = lineFeed >= 0 ? lineFeed + 1 : window.limit() > at ? window.limit() : to;
      boolean whole = lineFeed >= 0 && lineFeed < to && isIntact(at, lineFeed);
      if (whole && isReport(at)) {
        intact++;
        sink.lines(window.bytes(), window.index(at), window.index(next));
      } else if (!whole && bad++ == 0) {
        firstBad = at;
        firstBadLine = linesBefore + lines + 1;
      }
      lines += lineFeed >= 0 && lineFeed < to ? 1 : 0;
      at = next;
      window.seek(at);
    }
    return new Found(lines, intact, bad, firstBad, firstBadLine);
  }

  /// Lines that follow each other without a gap.
  record Run(long lines, long bytes) {
    static final Run NONE = new Run(0, 0);
  }

  /// Hands over the lines at `from`, up to the first that is not intact; no more than a group has.
  Run run(long from) throws IOException {
    window.seek(from);
    long lines = 0;
    long at = from;
    while (true) {
      long lineFeed = window.lineFeed(at, FileScanner.MOST_LINE_BYTES);
      boolean more = lineFeed >= 0 && lineFeed < from + Journal.LARGEST_GROUP_BYTES;
      if (!more || !isIntact(at, lineFeed) || !isReport(at)) {
        return new Run(lines, at - from);
      }
      sink.lines(window.bytes(), window.index(at), window.index(lineFeed + 1));
      lines++;
      at = lineFeed + 1;
      window.release(at);
    }
  }

  private boolean isIntact(long from, long lineFeed) {
    return checked.endOfIntact(window.bytes(), window.index(from), window.index(lineFeed)) >= 0;
  }

  /// Whether this line is a client's, not one about the file.
  private boolean isReport(long from) {
    byte[] bytes = window.bytes();
    int at = window.index(from);
    return !Marker.beginsAt(bytes, at) && bytes[at] != 'p'; // of "placeherd-journal"
  }
}
