package org.placeherd.geo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/// Positions as text: ISO 6709 decimal degrees, `+34.068930-118.445127`.
///
/// Two numbers, latitude then longitude, both with their sign, `[+-]D+(.D*)?`; no altitude, no
/// separator (protocol §2). Everything is checked in integers: the text is what the herd keeps,
/// floating point comes in only when a distance is asked for.
public final class Iso6709 {
  /// Most digits behind the point that [#text] writes: a millimetre, finer than any receiver, and
  /// short enough for a report to be read at one glance ([Digits#WINDOW_BYTES]).
  public static final int TEXT_DECIMALS = 8;

  private static final int MAX_LATITUDE = 90;
  private static final int MAX_LONGITUDE = 180;

  private Iso6709() {}

  /// Returns the index behind the position that starts at `from`, or −1 if there is none.
  ///
  /// Something that is no digit must stand behind the position (a space, a line end), and
  /// [Digits#SLACK_BYTES] bytes behind that: no length is checked here.
  public static int end(byte[] bytes, int from) {
    int split = coordinateEnd(bytes, from, MAX_LATITUDE);
    return split < 0 ? -1 : coordinateEnd(bytes, split, MAX_LONGITUDE);
  }

  private static int coordinateEnd(byte[] bytes, int from, int maxDegrees) {
    if (!isSign(bytes[from])) {
      return -1;
    }
    int first = from + 1;
    int point = Digits.end(bytes, first);
    int end = bytes[point] == '.' ? Digits.end(bytes, point + 1) : point;
    return isInside(bytes, first, point, end, maxDegrees) ? end : -1;
  }

  /// Whether a position stands in `bytes[from … end)` whose points and second sign are known to be
  /// where digits end. For readers that have found the ends of all digits at once.
  public static boolean isPosition(
      byte[] bytes, int from, int point, int split, int secondPoint, int end) {
    return isSign(bytes[from])
        && bytes[point] == '.'
        && isSign(bytes[split])
        && bytes[secondPoint] == '.'
        && isInside(bytes, from + 1, point, split, MAX_LATITUDE)
        && isInside(bytes, split + 1, secondPoint, end, MAX_LONGITUDE);
  }

  private static boolean isSign(byte value) {
    return value == '+' || value == '-';
  }

  private static boolean isInside(byte[] bytes, int first, int point, int end, int maxDegrees) {
    int degrees =
        switch (point - first) {
          case 0 -> Integer.MAX_VALUE;
          case 1 -> digit(bytes, first);
          case 2 -> digit(bytes, first) * 10 + digit(bytes, first + 1);
          default -> manyDigits(bytes, first, point);
        };
    return degrees < maxDegrees || (degrees == maxDegrees && isZero(bytes, point + 1, end));
  }

  private static int digit(byte[] bytes, int at) {
    return bytes[at] - '0';
  }

  private static int manyDigits(byte[] bytes, int from, int to) {
    int degrees = 0;
    for (int at = from; at < to; at++) {
      degrees = Math.min(degrees * 10 + digit(bytes, at), MAX_LONGITUDE + 1);
    }
    return degrees;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != '0') {
        return false;
      }
    }
    return true;
  }

  /// Reads a position that [#end] has accepted.
  public static LatLon parse(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    return new LatLon(
        Double.parseDouble(text.substring(0, split)), Double.parseDouble(text.substring(split)));
  }

  /// The position as text: two and three digits before the point, as the standard has it, and one
  /// to [#TEXT_DECIMALS] behind it, such as `+48.85833+002.29513`. The same point always gives the
  /// same text.
  public static String text(LatLon position) {
    return coordinate(position.latitudeDegrees(), 2) + coordinate(position.longitudeDegrees(), 3);
  }

  private static String coordinate(double degrees, int wholeDigits) {
    BigDecimal size =
        BigDecimal.valueOf(Math.abs(degrees))
            .setScale(TEXT_DECIMALS, RoundingMode.HALF_EVEN)
            .stripTrailingZeros();
    String digits = size.setScale(Math.max(1, size.scale())).toPlainString();
    String zeros = "0".repeat(Math.max(0, wholeDigits - digits.indexOf('.')));
    // Zero has no side: what rounds to it is written one way only.
    return (degrees < 0 && size.signum() != 0 ? "-" : "+") + zeros + digits;
  }
}
