package org.placeherd.geo;

import java.nio.charset.StandardCharsets;

/// Positions as text: ISO 6709 decimal degrees, `+34.068930-118.445127`.
///
/// Two numbers, latitude then longitude, both with their sign, `[+-]D+(.D*)?`; no altitude, no
/// separator (protocol §2). Everything is checked in integers: the text is what the herd keeps,
/// floating point comes in only when a distance is asked for.
public final class Iso6709 {
  private static final int MAX_LATITUDE = 90;
  private static final int MAX_LONGITUDE = 180;

  private Iso6709() {}

  /// Returns the index behind the position that starts at `from`, or −1 if there is none.
  ///
  /// The bytes must hold something that is no digit behind the position (a space, a line end): no
  /// length is checked here.
  public static int end(byte[] bytes, int from) {
    int split = coordinateEnd(bytes, from, MAX_LATITUDE);
    return split < 0 ? -1 : coordinateEnd(bytes, split, MAX_LONGITUDE);
  }

  private static int coordinateEnd(byte[] bytes, int from, int maxDegrees) {
    int sign = bytes[from];
    if (sign != '+' && sign != '-') {
      return -1;
    }
    int at = from + 1;
    int degrees = 0;
    int digit;
    while ((digit = bytes[at] - '0') >= 0 && digit <= 9) {
      degrees = Math.min(degrees * 10 + digit, 1000);
      at++;
    }
    if (at == from + 1) {
      return -1;
    }
    int fraction = 0;
    if (bytes[at] == '.') {
      at++;
      while ((digit = bytes[at] - '0') >= 0 && digit <= 9) {
        fraction |= digit;
        at++;
      }
    }
    boolean inside = degrees < maxDegrees || (degrees == maxDegrees && fraction == 0);
    return inside ? at : -1;
  }

  /// Reads a position that [#end] has accepted.
  public static LatLon parse(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    int split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    return new LatLon(
        Double.parseDouble(text.substring(0, split)), Double.parseDouble(text.substring(split)));
  }
}
