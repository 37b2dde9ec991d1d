package org.placeherd.wire;

import java.util.Optional;
import java.util.OptionalDouble;

/// Telemetry in two numbers of 64 bits, as a server keeps it for many clients, and its text: fields
/// `key=value` behind a line. What was told is a field there, in thousandths of its unit; the
/// numbers are not negative, and both are 0 where nothing was told.
///
/// Used again for every line; allocates nothing. Not thread-safe.
public final class PackedTelemetry {
  /// Longest text that is written, the space in front of it included.
  public static final int MAX_BYTES = 80;

  /// The equals sign included.
  private static final int KEY_BYTES = 4;

  private static final int MAX_DIGITS = 9;
  private static final long NO_NUMBER = Long.MIN_VALUE;
  private static final long THOUSAND = 1_000;

  /// As many of a number of nine decimals are one of three.
  private static final long MILLIONTHS = 1_000_000;

  private static final long FULL_CIRCLE = 360 * THOUSAND;

  /// One value, and the bits that it has in one of the two numbers.
  private enum Value {
    SPEED("spd=", true, 0, 30, 0, Telemetry.SPEED_MAX),
    COURSE("crs=", true, 30, 19, 0, Telemetry.FULL_CIRCLE),
    ALTITUDE("alt=", false, 0, 31, -Telemetry.ALTITUDE_MAX, Telemetry.ALTITUDE_MAX),
    ACCURACY("acc=", false, 31, 30, Telemetry.LEAST, Telemetry.ACCURACY_MAX),
    BATTERY("bat=", true, 49, 10, 0, 1),
    CHARGING("chg=", true, 59, 2, 0, 1);

    private final int key;
    private final boolean isMotion;
    private final int shift;
    private final long mask;
    private final long least;
    private final long most;

    /// @param isMotion in which number it stands
    /// @param shift its lowest bit
    /// @param least in the value's unit, as `most`
    Value(String key, boolean isMotion, int shift, int bits, double least, double most) {
      this.key = key.charAt(0) << 24 | key.charAt(1) << 16 | key.charAt(2) << 8 | key.charAt(3);
      this.isMotion = isMotion;
      this.shift = shift;
      this.mask = (1L << bits) - 1;
      this.least = Math.round(least * THOUSAND);
      this.most = Math.round(most * THOUSAND);
    }

    /// Thousandths of a whole step: charging is yes or no.
    private long step() {
      return this == CHARGING ? THOUSAND : 1;
    }
  }

  private static final Value[] VALUES = Value.values();

  private long motion;
  private long height;

  /// Nothing is told yet.
  public PackedTelemetry() {}

  /// Speed, course, battery, charging.
  public long motion() {
    return motion;
  }

  /// Altitude and accuracy.
  public long height() {
    return height;
  }

  /// Takes the two numbers of another one.
  public void set(long motionNumber, long heightNumber) {
    motion = motionNumber;
    height = heightNumber;
  }

  /// Takes what is told.
  public void set(Telemetry telemetry) {
    set(0, 0);
    put(Value.SPEED, thousandths(telemetry.speedMetresPerSecond()));
    put(Value.COURSE, thousandths(telemetry.courseDegrees()));
    put(Value.ALTITUDE, thousandths(telemetry.altitudeMetres()));
    put(Value.ACCURACY, thousandths(telemetry.accuracyMetres()));
    put(Value.BATTERY, thousandths(telemetry.batteryFraction()));
    put(Value.CHARGING, telemetry.charging().map(is -> is ? THOUSAND : 0L).orElse(NO_NUMBER));
  }

  private static long thousandths(OptionalDouble value) {
    return value.isPresent() ? Math.round(value.getAsDouble() * THOUSAND) : NO_NUMBER;
  }

  /// Reads the fields in `bytes[from … to)`, with white space between them. Fields of other kinds
  /// are passed over, as are values that are no plain number. Of two of a kind the first counts,
  /// and one that is out of its range counts as not told.
  public void read(byte[] bytes, int from, int to) {
    set(0, 0);
    int seen = 0;
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && !Scan.isWhiteSpace(bytes[end])) {
        end++;
      }
      int value = value(bytes, at, end);
      long number = value < 0 ? NO_NUMBER : number(bytes, at + KEY_BYTES, end);
      if (number != NO_NUMBER && (seen & 1 << value) == 0) {
        seen |= 1 << value;
        put(VALUES[value], number);
      }
      at = end + 1;
    }
  }

  /// Which value a field has, or −1.
  private static int value(byte[] bytes, int from, int to) {
    if (to - from <= KEY_BYTES) {
      return -1;
    }
    int key = bytes[from] << 24 | bytes[from + 1] << 16 | bytes[from + 2] << 8 | bytes[from + 3];
    for (int i = 0; i < VALUES.length; i++) {
      if (VALUES[i].key == key) {
        return i;
      }
    }
    return -1;
  }

  private void put(Value value, long thousandths) {
    boolean isFull = value == Value.COURSE && thousandths == FULL_CIRCLE;
    long number = isFull ? 0 : thousandths;
    if (number < value.least || number > value.most || number % value.step() != 0) {
      return;
    }
    long bits = ((number - value.least) / value.step() + 1) << value.shift;
    if (value.isMotion) {
      motion |= bits;
    } else {
      height |= bits;
    }
  }

  /// In thousandths, or [#NO_NUMBER].
  private long get(Value value) {
    long bits = (value.isMotion ? motion : height) >>> value.shift & value.mask;
    return bits == 0 ? NO_NUMBER : (bits - 1) * value.step() + value.least;
  }

  /// The number `-?D{1,9}(.D{1,9})?` in thousandths, rounded half to even, or [#NO_NUMBER].
  private static long number(byte[] bytes, int from, int to) {
    boolean isNegative = from < to && bytes[from] == '-';
    int whole = isNegative ? from + 1 : from;
    int point = digitsEnd(bytes, whole, to);
    int places = to - point - 1;
    boolean isWhole = point == to;
    boolean isNumber =
        point > whole
            && point - whole <= MAX_DIGITS
            && (isWhole
                || (bytes[point] == '.'
                    && places > 0
                    && places <= MAX_DIGITS
                    && digitsEnd(bytes, point + 1, to) == to));
    if (!isNumber) {
      return NO_NUMBER;
    }
    long billionths = 0;
    for (int at = whole; at < point; at++) {
      billionths = billionths * 10 + bytes[at] - '0';
    }
    for (int i = 1; i <= MAX_DIGITS; i++) {
      billionths = billionths * 10 + (point + i < to ? bytes[point + i] - '0' : 0);
    }
    long cut = billionths / MILLIONTHS;
    long rest = 2 * (billionths % MILLIONTHS);
    boolean isUp = rest > MILLIONTHS || (rest == MILLIONTHS && (cut & 1) == 1);
    long rounded = isUp ? cut + 1 : cut;
    return isNegative ? -rounded : rounded;
  }

  private static int digitsEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  /// Appends the fields, each with a space in front of it.
  public void put(ByteWriter out) {
    for (Value value : VALUES) {
      long number = get(value);
      if (number != NO_NUMBER) {
        out.put(' ');
        for (int shift = 24; shift >= 0; shift -= 8) {
          out.put(value.key >>> shift);
        }
        putNumber(out, number);
      }
    }
  }

  private static void putNumber(ByteWriter out, long thousandths) {
    if (thousandths < 0) {
      out.put('-');
    }
    long size = Math.abs(thousandths);
    putDigits(out, size / THOUSAND);
    int rest = (int) (size % THOUSAND);
    if (rest > 0) {
      out.put('.');
    }
    for (int place = 100; rest > 0; place /= 10) {
      out.put('0' + rest / place);
      rest %= place;
    }
  }

  private static void putDigits(ByteWriter out, long number) {
    if (number >= 10) {
      putDigits(out, number / 10);
    }
    out.put((int) ('0' + number % 10));
  }

  /// What is told.
  public Telemetry telemetry() {
    return new Telemetry(
        told(Value.SPEED),
        told(Value.COURSE),
        told(Value.ALTITUDE),
        told(Value.ACCURACY),
        told(Value.BATTERY),
        get(Value.CHARGING) == NO_NUMBER ? Optional.empty() : Optional.of(get(Value.CHARGING) > 0));
  }

  private OptionalDouble told(Value value) {
    long number = get(value);
    return number == NO_NUMBER
        ? OptionalDouble.empty()
        : OptionalDouble.of(number / (double) THOUSAND);
  }
}
