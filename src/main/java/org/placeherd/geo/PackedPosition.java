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

  /// Packs a position that [Iso6709#end] has accepted. Allocates nothing.
  public static long parse(byte[] bytes, int from, int to) {
    int split = from + 2;
    while (bytes[split] >= '.') {
      split++;
    }
    long latitude = twiceUnits(bytes, from, split) + 2 * SOUTH;
    long longitude = twiceUnits(bytes, split, to) + 2 * WEST;
    long inexact = (latitude | longitude) & 1;
    return inexact << 63 | latitude >> 1 << 32 | longitude >> 1;
  }

  /// Twice the units of `[+-]D+(.D*)?`, rounded down, and one more if they were not whole.
  private static long twiceUnits(byte[] bytes, int from, int to) {
    long value = 0;
    int at = from + 1;
    while (at < to && bytes[at] != '.') {
      value = value * 10 + (bytes[at++] - '0');
    }
    int first = at + 1;
    int end = Math.min(to, first + PLACES);
    for (at = first; at < end; at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    value *= POWERS[PLACES - Math.max(0, end - first)];
    int cut = 0;
    while (at < to && cut == 0) {
      cut = bytes[at++] == '0' ? 0 : 1;
    }
    return bytes[from] == '-' ? -2 * value - cut : 2 * value + cut;
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
