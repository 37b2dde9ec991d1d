package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import org.placeherd.geo.Iso6709;

/// Parses one line by the grammar, field by field. [LineReader] brings it every line that is not a
/// plain IAMAT.
final class LineParser {
  /// IAMAT and WHATSAT have four fields, AT has six; one more is enough to see that there are more.
  private static final int MAX_FIELDS = 7;

  private static final int MAX_RADIUS_KILOMETRES = 50;
  private static final int MAX_BOUND = 20;
  private static final byte[] IAMAT = ascii("IAMAT");
  private static final byte[] WHATSAT = ascii("WHATSAT");
  private static final byte[] AT = ascii("AT");
  private static final byte[] HELLO = ascii("HELLO");
  private static final byte[] STATUS = ascii("STATUS");

  private final Limits limits;
  private final HashKey hashKey;
  private final int[] starts = new int[MAX_FIELDS];
  private final int[] ends = new int[MAX_FIELDS];
  private int fields;

  LineParser(Limits limits, HashKey hashKey) {
    this.limits = limits;
    this.hashKey = hashKey;
  }

  /// Parses `bytes[from … to)`; an LF stands at `to`.
  void parse(byte[] bytes, int from, int to, boolean fromPeer, Line line) {
    line.bytes = bytes;
    line.from = from;
    line.to = to;
    if (to - from > limit(bytes, from, to, fromPeer)) {
      line.kind = LineKind.TOO_LONG;
    } else {
      split(bytes, from, to);
      line.kind = parseFields(line);
    }
  }

  /// The longest that the line beginning at `from` may be.
  int limit(byte[] bytes, int from, int to, boolean fromPeer) {
    boolean at = fromPeer && to - from > 2 && bytes[from] == 'A' && bytes[from + 1] == 'T';
    return at ? limits.atLineBytes() : limits.lineBytes();
  }

  private void split(byte[] bytes, int from, int to) {
    fields = 0;
    int at = from;
    while (fields < MAX_FIELDS) {
      while (at < to && Scan.isWhiteSpace(bytes[at])) {
        at++;
      }
      if (at == to) {
        return;
      }
      starts[fields] = at;
      while (at < to && !Scan.isWhiteSpace(bytes[at])) {
        at++;
      }
      ends[fields++] = at;
    }
  }

  private LineKind parseFields(Line line) {
    byte[] bytes = line.bytes;
    if (line.from < line.to && bytes[line.from] == '?') {
      return LineKind.COMPLAINT;
    }
    if (fields == 4 && isField(bytes, 0, IAMAT) && isClient(line, 1) && isReport(line, 2)) {
      takeTime(line);
      return LineKind.IAMAT;
    }
    if (fields == 4 && isField(bytes, 0, WHATSAT) && isClient(line, 1) && isArea(line)) {
      return LineKind.WHATSAT;
    }
    if (fields >= 6 && isField(bytes, 0, AT) && isAt(line)) {
      return LineKind.AT;
    }
    if (fields >= 2 && isField(bytes, 0, HELLO) && Hello.isVersion(bytes, starts[1], ends[1])) {
      line.serverFrom = fields > 2 ? starts[2] : line.to;
      line.serverTo = fields > 2 ? ends[2] : line.to;
      return LineKind.HELLO;
    }
    if (fields == 1 && isField(bytes, 0, STATUS)) {
      return LineKind.STATUS;
    }
    return LineKind.INVALID;
  }

  private boolean isField(byte[] bytes, int field, byte[] word) {
    int from = starts[field];
    if (ends[field] - from != word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isClient(Line line, int field) {
    int from = starts[field];
    int to = ends[field];
    if (to - from > limits.clientIdBytes()
        || (!limits.lenientIds() && ControlBytes.in(line.bytes, from, to))) {
      return false;
    }
    takeClient(line, field);
    return true;
  }

  private void takeClient(Line line, int field) {
    line.clientFrom = starts[field];
    line.clientTo = ends[field];
    line.hash = hashKey.hash(line.bytes, line.clientFrom, line.clientTo);
  }

  /// A position in the given field and a time in the one behind it.
  private boolean isReport(Line line, int field) {
    line.positionFrom = starts[field];
    line.positionTo = ends[field];
    line.timeFrom = starts[field + 1];
    line.timeTo = ends[field + 1];
    return Iso6709.end(line.bytes, line.positionFrom) == line.positionTo
        && Decimal.end(line.bytes, line.timeFrom) == line.timeTo;
  }

  private boolean isArea(Line line) {
    byte[] bytes = line.bytes;
    int radius = starts[2];
    if (Decimal.end(bytes, radius) != ends[2]) {
      return false;
    }
    long radiusNanos = Decimal.nanos(bytes, radius, ends[2]);
    long most = MAX_RADIUS_KILOMETRES * Decimal.SECOND;
    if (radiusNanos > most
        || (radiusNanos == most && !Decimal.fitsNanos(bytes, radius, ends[2], radiusNanos))) {
      return false;
    }
    line.radiusKilometres = radiusNanos / (double) Decimal.SECOND;
    line.bound = smallNumber(bytes, starts[3], ends[3]);
    return line.bound <= MAX_BOUND;
  }

  /// The number written in digits alone, or one beyond every bound.
  private static int smallNumber(byte[] bytes, int from, int to) {
    int value = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || value > MAX_BOUND) {
        return MAX_BOUND + 1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private boolean isAt(Line line) {
    byte[] bytes = line.bytes;
    line.serverFrom = starts[1];
    line.serverTo = ends[1];
    line.deltaFrom = starts[2];
    line.deltaTo = ends[2];
    line.extraFrom = fields > 6 ? starts[6] : line.to;
    line.extraTo = line.to;
    if (Decimal.signedEnd(bytes, line.deltaFrom) != line.deltaTo || !isReport(line, 4)) {
      return false;
    }
    takeClient(line, 3);
    takeTime(line);
    takeDelta(line);
    return true;
  }

  private static void takeTime(Line line) {
    line.timeNanos = Decimal.nanos(line.bytes, line.timeFrom, line.timeTo);
    line.exactTime = Decimal.fitsNanos(line.bytes, line.timeFrom, line.timeTo, line.timeNanos);
  }

  private static void takeDelta(Line line) {
    byte[] bytes = line.bytes;
    long size = AtLine.isDelta(bytes, line) ? deltaSize(line) : Long.MAX_VALUE;
    long delta = bytes[line.deltaFrom] == '-' ? -size : size;
    long receive = line.timeNanos + delta;
    boolean overflows = delta > 0 && receive < line.timeNanos;
    line.canonicalDelta = size != Long.MAX_VALUE && line.timeNanos != Long.MAX_VALUE && !overflows;
    if (line.canonicalDelta) {
      line.receiveNanos = receive;
    } else {
      line.receiveNanos =
          Decimal.toNanos(
              Decimal.exact(bytes, line.timeFrom, line.timeTo)
                  .add(Decimal.exact(bytes, line.deltaFrom, line.deltaTo)));
    }
  }

  private static long deltaSize(Line line) {
    return Decimal.nanos(line.bytes, line.deltaFrom + 1, line.deltaTo);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
