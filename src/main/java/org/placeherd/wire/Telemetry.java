package org.placeherd.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a client tells of itself besides where it is and when, and the text of it between servers
/// of ours: fields `key=value` behind the six of an AT line.
///
/// A value that is out of its range counts as not told; every value is rounded to three decimals.
/// So two of them are equal exactly if their texts are.
///
/// @param speedMetresPerSecond 0 … 1,000,000
/// @param courseDegrees clockwise from north, 0 up to but not including 360; 360 is taken as 0
/// @param altitudeMetres −1,000,000 … 1,000,000, above whatever the client measures from
/// @param accuracyMetres the radius around the position, 0.001 … 1,000,000; apps write 0 where they
///   do not know it, and what is wider tells nothing
/// @param batteryFraction 0 for empty … 1 for full
/// @param charging whether it is on external power
public record Telemetry(
    OptionalDouble speedMetresPerSecond,
    OptionalDouble courseDegrees,
    OptionalDouble altitudeMetres,
    OptionalDouble accuracyMetres,
    OptionalDouble batteryFraction,
    Optional<Boolean> charging) {
  /// Nothing was told.
  public static final Telemetry NONE =
      new Telemetry(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty());

  /// The fastest that is told.
  public static final double SPEED_MAX = 1e6;

  /// The highest, and the lowest below the level that is measured from.
  public static final double ALTITUDE_MAX = 1e6;

  /// The widest accuracy.
  public static final double ACCURACY_MAX = 1e6;

  /// The finest accuracy, and how fine all of them are.
  public static final double LEAST = 0.001;

  /// Degrees of a course all the way round.
  public static final double FULL_CIRCLE = 360;

  private static final int DECIMALS = 3;

  /// Forgets what is out of range.
  public Telemetry {
    speedMetresPerSecond = known(speedMetresPerSecond, 0, SPEED_MAX);
    courseDegrees = turned(known(courseDegrees, 0, FULL_CIRCLE));
    altitudeMetres = known(altitudeMetres, -ALTITUDE_MAX, ALTITUDE_MAX);
    accuracyMetres = known(accuracyMetres, LEAST, ACCURACY_MAX);
    batteryFraction = known(batteryFraction, 0, 1);
  }

  private static OptionalDouble known(OptionalDouble value, double least, double most) {
    double number = value.orElse(Double.NaN);
    if (!(number >= least && number <= most)) {
      return OptionalDouble.empty();
    }
    double rounded =
        BigDecimal.valueOf(number).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    return OptionalDouble.of(
        rounded == 0 ? 0 : rounded); // −0 would be another value, and another text
  }

  private static OptionalDouble turned(OptionalDouble degrees) {
    return degrees.orElse(0) == FULL_CIRCLE ? OptionalDouble.of(0) : degrees;
  }

  /// The fields that were told, with single spaces between them, such as `spd=16.944 crs=271`;
  /// empty if nothing was.
  public String text() {
    PackedTelemetry packed = new PackedTelemetry();
    packed.set(this);
    ByteWriter text = new ByteWriter(PackedTelemetry.MAX_BYTES);
    packed.put(text);
    return text.toString().strip();
  }

  /// Reads fields as [PackedTelemetry#read] does.
  public static Telemetry parse(String fields) {
    byte[] bytes = fields.getBytes(StandardCharsets.UTF_8);
    PackedTelemetry packed = new PackedTelemetry();
    packed.read(bytes, 0, bytes.length);
    return packed.telemetry();
  }
}
