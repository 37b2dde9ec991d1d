package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import org.placeherd.geo.Iso6709;

/// Parses one line by the grammar, field by field. [LineReader] brings it every line that is not a
/// plain IAMAT.
final class LineParser {
  private static final int MAX_RADIUS_KILOMETRES = 50;
  private static final int MAX_BOUND = 20;
  private static final byte[] IAMAT = ascii("IAMAT");
  private static final byte[] WHATSAT = ascii("WHATSAT");
  private static final byte[] AT = ascii("AT");
  private static final byte[] HELLO = ascii("HELLO");
  private static final byte[] STATUS = ascii("STATUS");
  private static final byte[] AUTH = ascii("AUTH");
  private static final byte[] HTTP = ascii("HTTP/");
  private static final byte[] HOST = ascii("Host:");

  private final Limits limits;
  private final HashKey hashKey;
  private final boolean takesTelemetry;
  private final Fields fields = new Fields();

  /// @param takesTelemetry whether telemetry may stand behind the four fields of IAMAT
  LineParser(Limits limits, HashKey hashKey, boolean takesTelemetry) {
    this.limits = limits;
    this.hashKey = hashKey;
    this.takesTelemetry = takesTelemetry;
  }

  /// Parses `bytes[from … to)`; an LF stands at `to`.
  void parse(byte[] bytes, int from, int to, boolean fromPeer, Line line) {
    line.bytes = bytes;
    line.from = from;
    line.to = to;
    line.extraFrom = to;
    if (to - from > limit(bytes, from, to, fromPeer)) {
      line.kind = LineKind.TOO_LONG;
    } else {
      fields.split(bytes, from, to);
      line.kind = parseFields(line);
    }
  }

  /// Makes no command of `bytes[0 … to)`, whatever is in it.
  void refuse(byte[] bytes, int to, Line line) {
    line.bytes = bytes;
    line.from = 0;
    line.to = to;
    if (to > limits.lineBytes()) {
      line.kind = LineKind.TOO_LONG;
    } else {
      line.kind = bytes[0] == '?' ? LineKind.COMPLAINT : LineKind.INVALID;
    }
  }

  /// The longest that the line beginning at `from` may be.
  int limit(byte[] bytes, int from, int to, boolean fromPeer) {
    boolean longer = fromPeer && to - from > 2 && namesClientOfPeer(bytes[from], bytes[from + 1]);
    int most = longer ? limits.atLineBytes() : limits.lineBytes();
    return takesTelemetry ? most + PackedTelemetry.MAX_BYTES : most;
  }

  /// Whether a line that begins so is AT, GONE, HAVE or GRAFT.
  private static boolean namesClientOfPeer(byte first, byte second) {
    return (first == 'A' && second == 'T')
        || (first == 'H' && second == 'A')
        || (first == 'G' && (second == 'R' || second == 'O'));
  }

  private LineKind parseFields(Line line) {
    byte[] bytes = line.bytes;
    if (line.from < line.to && bytes[line.from] == '?') {
      return LineKind.COMPLAINT;
    }
    if ((fields.count() == 4 || (takesTelemetry && fields.count() > 4))
        && fields.isWord(bytes, 0, IAMAT)
        && isClient(line, 1)
        && isReport(line, 2)) {
      takeTime(line);
      takeExtra(line, 4);
      return LineKind.IAMAT;
    }
    if (fields.count() >= 4
        && (fields.count() == 4 || limits.whatsatFields())
        && fields.isWord(bytes, 0, WHATSAT)
        && isClient(line, 1)
        && isArea(line)
        && WhatsatFields.parse(bytes, fields, line)) {
      return LineKind.WHATSAT;
    }
    if (fields.count() >= 6 && fields.isWord(bytes, 0, AT) && isAt(line)) {
      boolean fits = fields.to(5) - line.from <= limits.atReportBytes();
      return fits ? LineKind.AT : LineKind.TOO_LONG;
    }
    if (fields.count() >= 5 && fields.isWord(bytes, 0, GoneLine.GONE) && isGone(line)) {
      boolean fits = fields.to(4) - line.from <= limits.atReportBytes();
      return fits ? LineKind.GONE : LineKind.TOO_LONG;
    }
    if (fields.count() >= 2
        && fields.isWord(bytes, 0, HELLO)
        && Hello.isVersion(bytes, fields.from(1), fields.to(1))) {
      line.serverFrom = fields.count() > 2 ? fields.from(2) : line.to;
      line.serverTo = fields.count() > 2 ? fields.to(2) : line.to;
      return LineKind.HELLO;
    }
    if (fields.count() == 1 && fields.isWord(bytes, 0, STATUS)) {
      return LineKind.STATUS;
    }
    if (fields.count() >= 1 && fields.isWord(bytes, 0, AUTH)) {
      line.tokenFrom = fields.count() == 2 ? fields.from(1) : line.to;
      line.tokenTo = fields.count() == 2 ? fields.to(1) : line.to;
      return LineKind.AUTH;
    }
    return isHttp(bytes) ? LineKind.HTTP_REQUEST : parseCompare(line);
  }

  private boolean isHttp(byte[] bytes) {
    return (fields.count() == 3 && fields.startsWith(bytes, 2, HTTP))
        || (fields.count() == 2 && fields.isWord(bytes, 0, HOST));
  }

  private LineKind parseCompare(Line line) {
    LineKind kind = CompareGrammar.parse(line.bytes, fields, line);
    line.clientFrom = line.to;
    line.clientTo = line.to;
    if (kind == LineKind.HAVE || (kind == LineKind.GRAFT && fields.count() > 1)) {
      takeClient(line, 1);
    }
    return kind;
  }

  private boolean isClient(Line line, int field) {
    int from = fields.from(field);
    int to = fields.to(field);
    if (to - from > limits.clientIdBytes()
        || (!limits.lenientIds() && ControlBytes.in(line.bytes, from, to))) {
      return false;
    }
    takeClient(line, field);
    return true;
  }

  private void takeClient(Line line, int field) {
    line.clientFrom = fields.from(field);
    line.clientTo = fields.to(field);
    line.hash = hashKey.hash(line.bytes, line.clientFrom, line.clientTo);
  }

  /// A position in the given field and a time in the one behind it.
  private boolean isReport(Line line, int field) {
    line.positionFrom = fields.from(field);
    line.positionTo = fields.to(field);
    line.timeFrom = fields.from(field + 1);
    line.timeTo = fields.to(field + 1);
    return Iso6709.end(line.bytes, line.positionFrom) == line.positionTo
        && Decimal.end(line.bytes, line.timeFrom) == line.timeTo;
  }

  private boolean isArea(Line line) {
    byte[] bytes = line.bytes;
    int radius = fields.from(2);
    if (Decimal.end(bytes, radius) != fields.to(2)) {
      return false;
    }
    long radiusNanos = Decimal.nanos(bytes, radius, fields.to(2));
    long most = MAX_RADIUS_KILOMETRES * Decimal.SECOND;
    if (radiusNanos > most
        || (radiusNanos == most && !Decimal.fitsNanos(bytes, radius, fields.to(2), radiusNanos))) {
      return false;
    }
    line.radiusKilometres = radiusNanos / (double) Decimal.SECOND;
    line.bound = smallNumber(bytes, fields.from(3), fields.to(3));
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
    return isReport(line, 4) && isTold(line, 6);
  }

  /// Its position has no length and stands where the time does.
  private boolean isGone(Line line) {
    line.timeFrom = fields.from(4);
    line.timeTo = fields.to(4);
    line.positionFrom = line.timeFrom;
    line.positionTo = line.timeFrom;
    return Decimal.end(line.bytes, line.timeFrom) == line.timeTo && isTold(line, 5);
  }

  /// What AT and GONE have in common: a server, a Δ, a client, and other fields behind so many.
  private boolean isTold(Line line, int count) {
    line.serverFrom = fields.from(1);
    line.serverTo = fields.to(1);
    line.deltaFrom = fields.from(2);
    line.deltaTo = fields.to(2);
    takeExtra(line, count);
    if (Decimal.signedEnd(line.bytes, line.deltaFrom) != line.deltaTo) {
      return false;
    }
    takeClient(line, 3);
    takeTime(line);
    takeDelta(line);
    return true;
  }

  private void takeExtra(Line line, int field) {
    line.extraFrom = fields.count() > field ? fields.from(field) : line.to;
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
