package org.placeherd.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// Numbers as they stand in lines: read into nanoseconds, compared exactly.
///
/// Nearly every number fits a `long` of nanoseconds and is handled there. The few that do not (a
/// time beyond 2262, digits past the ninth) go through [BigDecimal], so that no text is ever too
/// long or too precise to be ordered.
public final class Decimal {
  /// Nanoseconds in a second.
  public static final long SECOND = 1_000_000_000L;

  /// Largest number of whole seconds whose nanoseconds, with any fraction, fit a `long`.
  private static final long MAX_SECONDS = Long.MAX_VALUE / SECOND - 1;

  /// Old servers print small differences as `1e-05`; a larger exponent than this is no time.
  private static final int MAX_EXPONENT_DIGITS = 2;

  private static final BigDecimal NANOS = BigDecimal.valueOf(SECOND);
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private Decimal() {}

  /// The index behind the unsigned decimal `D+(.D*)?` that starts at `from`, or −1. Something that
  /// is no digit must follow it in the array.
  static int end(byte[] bytes, int from) {
    int at = digitsEnd(bytes, from);
    if (at == from) {
      return -1;
    }
    return bytes[at] == '.' ? digitsEnd(bytes, at + 1) : at;
  }

  private static int digitsEnd(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  /// The index behind a signed decimal with an optional exponent, or −1: what old-style servers
  /// write for Δ. Ours is always `[+-]D+.D{9}`.
  static int signedEnd(byte[] bytes, int from) {
    boolean signed = bytes[from] == '+' || bytes[from] == '-';
    int at = end(bytes, signed ? from + 1 : from);
    if (at < 0 || (bytes[at] != 'e' && bytes[at] != 'E')) {
      return at;
    }
    int exponent = bytes[at + 1] == '+' || bytes[at + 1] == '-' ? at + 2 : at + 1;
    int end = digitsEnd(bytes, exponent);
    return end > exponent && end - exponent <= MAX_EXPONENT_DIGITS ? end : -1;
  }

  /// The nanoseconds of an unsigned decimal that [#end] has accepted, digits past the ninth cut
  /// off; `Long.MAX_VALUE` where they do not fit.
  static long nanos(byte[] bytes, int from, int to) {
    long seconds = 0;
    int at = from;
    while (at < to && bytes[at] != '.') {
      seconds = seconds * 10 + (bytes[at++] - '0');
      if (seconds > MAX_SECONDS) {
        return Long.MAX_VALUE;
      }
    }
    long fraction = 0;
    int digits = 0;
    for (at++; at < to && digits < 9; at++, digits++) {
      fraction = fraction * 10 + (bytes[at] - '0');
    }
    for (; digits < 9; digits++) {
      fraction *= 10;
    }
    return seconds * SECOND + fraction;
  }

  /// Whether [#nanos] says all there is to say of the number.
  static boolean fitsNanos(byte[] bytes, int from, int to, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return false;
    }
    int point = from;
    while (point < to && bytes[point] != '.') {
      point++;
    }
    for (int at = point + 10; at < to; at++) {
      if (bytes[at] != '0') {
        return false;
      }
    }
    return true;
  }

  /// Compares two numbers exactly, whatever their length.
  public static int compare(
      byte[] left, int leftFrom, int leftTo, byte[] right, int rightFrom, int rightTo) {
    return exact(left, leftFrom, leftTo).compareTo(exact(right, rightFrom, rightTo));
  }

  /// The number itself.
  static BigDecimal exact(byte[] bytes, int from, int to) {
    return new BigDecimal(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
  }

  /// Nanoseconds of an exact number of seconds, cut to whole ones and to the range of a `long`.
  static long toNanos(BigDecimal seconds) {
    BigDecimal nanos = seconds.multiply(NANOS).setScale(0, RoundingMode.FLOOR);
    return nanos.max(MIN_LONG).min(MAX_LONG).longValue();
  }

  /// `receive − time` with its sign and exactly nine decimals, for a time that is out of the range
  /// of a `long`.
  static byte[] farDelta(long receiveNanos, byte[] bytes, int timeFrom, int timeTo) {
    BigDecimal receive = BigDecimal.valueOf(receiveNanos, 9);
    BigDecimal delta =
        receive.subtract(exact(bytes, timeFrom, timeTo)).setScale(9, RoundingMode.DOWN);
    String sign = delta.signum() < 0 ? "" : "+";
    return (sign + delta.toPlainString()).getBytes(StandardCharsets.ISO_8859_1);
  }
}
