package org.placeherd.geo;

/// Positions as one `long`: latitude and longitude in whole units of a ten-millionth of a degree,
/// about a centimetre, counted from the south pole and from 180° west.
///
/// Devices send up to seven decimals, and those are kept exactly. Where a text has more, the packed
/// position is the unit's southern and western corner and says that it is not exact.
public final class PackedPosition {
  /// Units of a degree.
  public static final int UNITS_PER_DEGREE = 10_000_000;

  /// Set in the latitude's word where the text said more than fits.
  public static final int INEXACT = Integer.MIN_VALUE;

  private static final int PLACES = 7;
  private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
  private static final long SOUTH = 90L * UNITS_PER_DEGREE;
  private static final long WEST = 180L * UNITS_PER_DEGREE;

  private PackedPosition() {}

  /// Packs a position that [Iso6709#end] has accepted. Allocates nothing. The array must reach
  /// [Digits#SLACK_BYTES] past its end.
  public static long parse(byte[] bytes, int from, int to) {
    int point = Digits.end(bytes, from + 1);
    int split = bytes[point] == '.' ? Digits.end(bytes, point + 1) : point;
    int secondPoint = Math.min(to, Digits.end(bytes, split + 1));
    long latitude = twiceUnits(bytes, from, point, split) + 2 * SOUTH;
    long longitude = twiceUnits(bytes, split, secondPoint, to) + 2 * WEST;
    long inexact = (latitude | longitude) & 1;
    return inexact << 63 | latitude >> 1 << 32 | longitude >> 1;
  }

  /// Twice the units of `[+-]D+(.D*)?`, rounded down, and one more if they were not whole.
  private static long twiceUnits(byte[] bytes, int from, int point, int to) {
    long units = 0;
    for (int at = from + 1; at < point; at++) {
      units = units * 10 + (bytes[at] - '0');
    }
    int first = point + 1;
    int places = to - first;
    if (places > PLACES) {
      int eight = Digits.eight(bytes, first);
      units = units * UNITS_PER_DEGREE + eight / 10;
      boolean isCut = eight % 10 != 0 || !isZero(bytes, first + PLACES + 1, to);
      return sign(bytes[from], units, isCut ? 1 : 0);
    }
    units *= UNITS_PER_DEGREE;
    if (places > 0) {
      units += (long) Digits.upToEight(bytes, first, places) * POWERS[PLACES - places];
    }
    return sign(bytes[from], units, 0);
  }

  private static long sign(byte sign, long units, int cut) {
    return sign == '-' ? -2 * units - cut : 2 * units + cut;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != '0') {
        return false;
      }
    }
    return true;
  }

  /// The word of a packed position that has its latitude and [#INEXACT].
  public static int latitudeWord(long packed) {
    return (int) (packed >>> 32);
  }

  /// The word of a packed position that has its longitude, without a sign.
  public static int longitudeWord(long packed) {
    return (int) packed;
  }

  /// Whether it is all that the text said.
  public static boolean isExact(int latitudeWord) {
    return latitudeWord >= 0;
  }

  /// The latitude of a word in degrees: the very number that the decimals mean if it is exact.
  public static double latitudeDegrees(int latitudeWord) {
    return latitudeDegrees((long) (latitudeWord & ~INEXACT));
  }

  /// The longitude of a word in degrees, likewise.
  public static double longitudeDegrees(int longitudeWord) {
    return longitudeDegrees(longitudeWord & 0xFFFF_FFFFL);
  }

  /// The latitude so many units north of the south pole, in degrees; 90 for all beyond the pole.
  public static double latitudeDegrees(long units) {
    return Math.min(90, (double) (units - SOUTH) / UNITS_PER_DEGREE);
  }

  /// The longitude so many units east of 180° west, in degrees; 180 for all beyond it.
  public static double longitudeDegrees(long units) {
    return Math.min(180, (double) (units - WEST) / UNITS_PER_DEGREE);
  }
}
