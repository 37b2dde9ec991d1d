package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes `AT <server> <Δ> <client> <position> <time>` and takes Δ apart again.
public final class AtLine {
  private static final byte[] AT = "AT ".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_DELTA_BYTES = 24;

  /// Behind the six fields, between servers of ours: its sender cannot reach all of a full mesh, so
  /// whoever hears it passes it on.
  public static final byte[] SPREAD_ALL = "spread=all".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] PAIRS = pairs();

  private AtLine() {}

  /// `AT <server> `, with which every line of that server begins.
  public static byte[] prefix(byte[] server) {
    byte[] prefix = Arrays.copyOf(AT, AT.length + server.length + 1);
    System.arraycopy(server, 0, prefix, AT.length, server.length);
    prefix[prefix.length - 1] = ' ';
    return prefix;
  }

  /// Appends the AT line, LF included, with which an IAMAT is answered.
  ///
  /// @param prefix what [#prefix] gave for the server
  public static void putReply(ByteWriter out, byte[] prefix, long deltaNanos, Line line) {
    if (!line.isTailTogether()) {
      out.put(prefix);
      putDelta(out, deltaNanos);
      out.put(' ');
      putTail(out, line);
      out.put('\n');
      return;
    }
    put(out, prefix, deltaNanos, line.bytes, line.clientFrom, line.timeTo);
    out.put('\n');
  }

  /// Appends an AT line without its LF.
  ///
  /// @param prefix what [#prefix] gave for the server
  /// @param tail has `<client> <position> <time>` in `[from … to)`
  public static void put(
      ByteWriter out, byte[] prefix, long deltaNanos, byte[] tail, int from, int to) {
    out.ensure(prefix.length + MAX_DELTA_BYTES + to - from + 1);
    byte[] bytes = out.array();
    int at = out.size();
    System.arraycopy(prefix, 0, bytes, at, prefix.length);
    at = writeDelta(bytes, at + prefix.length, deltaNanos);
    bytes[at++] = ' ';
    System.arraycopy(tail, from, bytes, at, to - from);
    out.advance(at + to - from - out.size());
  }

  /// Appends Δ with its sign and exactly nine decimals.
  public static void putDelta(ByteWriter out, long deltaNanos) {
    out.ensure(MAX_DELTA_BYTES);
    out.advance(writeDelta(out.array(), out.size(), deltaNanos) - out.size());
  }

  private static int writeDelta(byte[] bytes, int from, long deltaNanos) {
    bytes[from] = (byte) (deltaNanos < 0 ? '-' : '+');
    return writeSeconds(bytes, from + 1, Math.abs(deltaNanos));
  }

  private static int writeSeconds(byte[] bytes, int from, long nanos) {
    long seconds = nanos / Decimal.SECOND;
    int at = putNumber(bytes, from, seconds);
    bytes[at] = '.';
    putNineDigits(bytes, at + 1, (int) (nanos - seconds * Decimal.SECOND));
    return at + 10;
  }

  /// Appends a time, not negative, in seconds with exactly nine decimals.
  static void putTime(ByteWriter out, long nanos) {
    out.ensure(MAX_DELTA_BYTES);
    out.advance(writeSeconds(out.array(), out.size(), nanos) - out.size());
  }

  /// Appends `<client> <position> <time>` of an IAMAT or AT, byte copies of what the client sent,
  /// or `<client> <time>` of a GONE.
  public static void putTail(ByteWriter out, Line line) {
    byte[] bytes = line.bytes;
    if (line.isTailTogether()) {
      out.put(bytes, line.clientFrom, line.timeTo);
      return;
    }
    out.put(bytes, line.clientFrom, line.clientTo);
    out.put(' ');
    if (line.kind != LineKind.GONE) {
      out.put(bytes, line.positionFrom, line.positionTo);
      out.put(' ');
    }
    out.put(bytes, line.timeFrom, line.timeTo);
  }

  /// Δ for a time that is out of the range of a `long` of nanoseconds.
  public static byte[] farDelta(long receiveNanos, Line line) {
    return Decimal.farDelta(receiveNanos, line.bytes, line.timeFrom, line.timeTo);
  }

  /// Whether the line's Δ is to the byte what [#putDelta] would write.
  static boolean isDelta(byte[] bytes, Line line) {
    int from = line.deltaFrom;
    int point = line.deltaTo - 10;
    int wholeDigits = point - from - 1;
    if (wholeDigits < 1 || wholeDigits > 10 || bytes[point] != '.') {
      return false;
    }
    boolean signed = bytes[from] == '+' || bytes[from] == '-';
    if (!signed || (bytes[from + 1] == '0' && wholeDigits > 1)) {
      return false;
    }
    for (int at = from + 1; at < line.deltaTo; at++) {
      if (at != point && (bytes[at] < '0' || bytes[at] > '9')) {
        return false;
      }
    }
    return bytes[from] == '+' || Decimal.nanos(bytes, from + 1, line.deltaTo) != 0;
  }

  private static int putNumber(byte[] bytes, int from, long value) {
    if (value < 10) {
      bytes[from] = (byte) ('0' + value);
      return from + 1;
    }
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int at = from + digits - 1; at >= from; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return from + digits;
  }

  /// Halves first, so that the divisions do not wait for each other.
  private static void putNineDigits(byte[] bytes, int from, int nanos) {
    int high = nanos / 10_000;
    int low = nanos - high * 10_000;
    int first = high / 10_000;
    bytes[from] = (byte) ('0' + first);
    putFourDigits(bytes, from + 1, high - first * 10_000);
    putFourDigits(bytes, from + 5, low);
  }

  private static void putFourDigits(byte[] bytes, int from, int value) {
    int high = value / 100;
    int low = value - high * 100;
    bytes[from] = PAIRS[2 * high];
    bytes[from + 1] = PAIRS[2 * high + 1];
    bytes[from + 2] = PAIRS[2 * low];
    bytes[from + 3] = PAIRS[2 * low + 1];
  }

  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }
}
