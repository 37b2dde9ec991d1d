package org.placeherd.wire;

import org.placeherd.geo.Digits;
import org.placeherd.geo.Iso6709;

/// Finds lines in bytes and parses them: the whole grammar of protocol §§1, 2 and 4.
///
/// The common IAMAT, with single spaces and a printable name, is read in one pass; everything else
/// goes through [LineParser]. Allocates nothing. Not thread-safe.
public final class LineReader {
  /// Bytes that the buffer needs behind the last byte read; they are overwritten.
  public static final int SLACK_BYTES = Scan.SLACK;

  private static final long IAMAT_WORD = 0x20_54_41_4D_41_49L; // "IAMAT " read little-endian
  private static final long SIX_BYTES = 0xFFFF_FFFF_FFFFL;

  /// Seconds since 1970 have ten digits until 2286; from 2262 on their nanoseconds overflow.
  private static final int SECONDS_DIGITS = 10;

  private static final long MAX_SECONDS = 9_000_000_000L;
  private static final int NANO_DIGITS = 9;

  private final Limits limits;
  private final HashKey hashKey;
  private final LineParser parser;

  /// A reader that keeps to `limits` and hashes client names with `hashKey`.
  public LineReader(Limits limits, HashKey hashKey) {
    this(limits, hashKey, false);
  }

  private LineReader(Limits limits, HashKey hashKey, boolean takesTelemetry) {
    this.limits = limits;
    this.hashKey = hashKey;
    this.parser = new LineParser(limits, hashKey, takesTelemetry);
  }

  /// A reader of lines that the server itself says for somebody who speaks no lines. Behind the
  /// four fields of IAMAT, telemetry may stand in them, and lines may be longer by as much. To all
  /// others such a line is no command.
  public static LineReader ofReports(Limits limits, HashKey hashKey) {
    return new LineReader(limits, hashKey, true);
  }

  /// Reads whole lines of `bytes[from … to)` into the batch until the bytes end, the batch is full,
  /// the next line is one WHATSAT more than `maxWhatsats`, a line was a COMPARE (whose answer may
  /// be long, so that the reader of it has to keep up), or one [LineKind#isLast] (then nothing
  /// behind it counts).
  ///
  /// @param fromPeer whether AT lines may be longer than other lines, because the sender is a peer
  /// @return the index behind the last line read, its LF included
  public int read(
      byte[] bytes, int from, int to, boolean fromPeer, int maxWhatsats, LineBatch batch) {
    bytes[to] = '\n'; // a stop for every search; a line that ends here has not ended
    int at = from;
    int whatsats = 0;
    while (at < to && !batch.isFull()) {
      Line line = batch.next();
      int end = readIamat(bytes, at, line);
      if (end < 0) {
        end = Scan.lineEnd(bytes, at);
        parser.parse(bytes, at, end, fromPeer, line);
      }
      if (end >= to) {
        if (!isTooLong(bytes, at, to, fromPeer)) {
          return at;
        }
        line.kind = LineKind.TOO_LONG;
        line.to = to;
      }
      if (line.kind == LineKind.WHATSAT && ++whatsats > maxWhatsats) {
        batch.endAtQuestion();
        return at;
      }
      batch.add();
      if (line.kind.isLast()) {
        return to;
      }
      at = end + 1;
      if (line.kind == LineKind.COMPARE) {
        return at;
      }
    }
    return at;
  }

  /// Reads a datagram that has no token in it, as the other one says.
  public void readDatagram(byte[] bytes, int length, boolean takesWhatsat, LineBatch batch) {
    readDatagram(bytes, length, takesWhatsat, false, batch);
  }

  /// Reads `bytes[0 … length)` as one line, whether an LF ends it or not: a datagram (protocol §1).
  /// Where an LF stands before its end it is no command, for one datagram is one command. A WHATSAT
  /// is left out while `takesWhatsat` is false; the batch says so.
  ///
  /// @param takesToken whether an AUTH line may stand before an IAMAT; then there are two lines.
  ///   Any other two that begin with AUTH are an AUTH without a token
  public void readDatagram(
      byte[] bytes, int length, boolean takesWhatsat, boolean takesToken, LineBatch batch) {
    int end = length > 0 && bytes[length - 1] == '\n' ? length - 1 : length;
    bytes[end] = '\n'; // a stop for every search
    int first = Scan.lineEnd(bytes, 0);
    Line line = batch.next();
    if (takesToken && first < end) {
      parser.parse(bytes, 0, first, false, line);
      if (line.kind == LineKind.AUTH) {
        readBehindToken(bytes, first + 1, end, batch);
        return;
      }
    }
    if (first == end) {
      if (readIamat(bytes, 0, line) < 0) {
        parser.parse(bytes, 0, end, false, line);
      }
    } else {
      parser.refuse(bytes, end, line);
    }
    if (line.kind == LineKind.WHATSAT && !takesWhatsat) {
      batch.endAtQuestion();
    } else {
      batch.add();
    }
  }

  private void readBehindToken(byte[] bytes, int from, int end, LineBatch batch) {
    Line token = batch.next();
    batch.add();
    Line report = batch.next();
    if (Scan.lineEnd(bytes, from) == end && readIamat(bytes, from, report) < 0) {
      parser.parse(bytes, from, end, false, report);
    }
    if (Scan.lineEnd(bytes, from) == end && report.kind == LineKind.IAMAT) {
      batch.add();
    } else {
      token.to = end;
      token.tokenFrom = end;
      token.tokenTo = end;
    }
  }

  private boolean isTooLong(byte[] bytes, int from, int to, boolean fromPeer) {
    return to - from > parser.limit(bytes, from, to, fromPeer);
  }

  /// Reads the common form; −1 where the line is anything else.
  private int readIamat(byte[] bytes, int from, Line line) {
    if ((Scan.word(bytes, from) & SIX_BYTES) != IAMAT_WORD) {
      return -1;
    }
    int client = from + 6;
    int clientEnd = Scan.plainEnd(bytes, client);
    if (bytes[clientEnd] != ' ' || clientEnd == client || bytes[client] == ' ') {
      return -1;
    }
    int position = clientEnd + 1;
    long others = Digits.othersInWindow(bytes, position);
    int point = position + Long.numberOfTrailingZeros(others &= others - 1);
    int split = position + Long.numberOfTrailingZeros(others &= others - 1);
    int secondPoint = position + Long.numberOfTrailingZeros(others &= others - 1);
    int positionEnd = position + Long.numberOfTrailingZeros(others &= others - 1);
    int timePoint = position + Long.numberOfTrailingZeros(others &= others - 1);
    int timeEnd = position + Long.numberOfTrailingZeros(others &= others - 1);
    if (others == 0 // the line is longer than the window
        || bytes[positionEnd] != ' '
        || !Iso6709.isPosition(bytes, position, point, split, secondPoint, positionEnd)
        || !readTime(bytes, positionEnd + 1, timePoint, timeEnd, line)) {
      return -1;
    }
    int time = positionEnd + 1;
    int end = bytes[timeEnd] == '\r' ? timeEnd + 1 : timeEnd;
    if (bytes[end] != '\n'
        || end - from > limits.lineBytes()
        || clientEnd - client > limits.clientIdBytes()) {
      return -1;
    }
    line.kind = LineKind.IAMAT;
    line.bytes = bytes;
    line.from = from;
    line.to = end;
    line.extraFrom = end;
    line.clientFrom = client;
    line.clientTo = clientEnd;
    line.positionFrom = position;
    line.positionTo = positionEnd;
    line.timeFrom = time;
    line.timeTo = timeEnd;
    line.exactTime = true;
    line.hash = hashKey.hash(bytes, client, clientEnd);
    return end;
  }

  /// Reads a time of this age: ten digits, a point, and up to nine digits.
  ///
  /// @return false for any other
  private static boolean readTime(byte[] bytes, int from, int point, int end, Line line) {
    int places = end - point - 1;
    if (point - from != SECONDS_DIGITS || bytes[point] != '.' || places > NANO_DIGITS) {
      return false;
    }
    long seconds =
        Digits.eight(bytes, from) * 100L + (bytes[from + 8] - '0') * 10L + (bytes[from + 9] - '0');
    line.timeNanos = seconds * Decimal.SECOND + nanos(bytes, point + 1, places);
    return seconds <= MAX_SECONDS;
  }

  private static long nanos(byte[] bytes, int from, int places) {
    if (places == NANO_DIGITS) {
      return Digits.eight(bytes, from) * 10L + (bytes[from + 8] - '0');
    }
    long nanos = 0;
    for (int i = 0; i < NANO_DIGITS; i++) {
      nanos = nanos * 10 + (i < places ? bytes[from + i] - '0' : 0);
    }
    return nanos;
  }
}
