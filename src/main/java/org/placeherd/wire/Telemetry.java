package org.placeherd.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// What a client tells of itself besides where it is and when, and the text of it between servers
/// of ours: fields `key=value` behind the six of an AT line.
///
/// A value that is out of its range counts as not told; every value is rounded to three decimals.
/// So two of them are equal exactly if their texts are.
///
/// @param speedMetresPerSecond 0 … 1,000,000
/// @param courseDegrees clockwise from north, 0 up to but not including 360; 360 is taken as 0
/// @param altitudeMetres −1,000,000 … 1,000,000, above whatever the client measures from
/// @param accuracyMetres the radius around the position, above 0, to 100,000,000; apps write 0
///   where they do not know it
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

  private static final String SPEED = "spd";
  private static final String COURSE = "crs";
  private static final String ALTITUDE = "alt";
  private static final String ACCURACY = "acc";
  private static final String BATTERY = "bat";
  private static final String CHARGING = "chg";

  private static final int DECIMALS = 3;
  private static final double LEAST = 0.001;
  private static final double SPEED_MAX = 1e6;
  private static final double ALTITUDE_MAX = 1e6;
  private static final double ACCURACY_MAX = 1e8;
  private static final double FULL_CIRCLE = 360;
  private static final Pattern WHITE_SPACE = Pattern.compile("[ \\t\\r\\n\\f\\x0B]+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(?:\\.\\d{1,9})?");

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
    StringJoiner fields = new StringJoiner(" ");
    put(fields, SPEED, speedMetresPerSecond);
    put(fields, COURSE, courseDegrees);
    put(fields, ALTITUDE, altitudeMetres);
    put(fields, ACCURACY, accuracyMetres);
    put(fields, BATTERY, batteryFraction);
    charging.ifPresent(is -> fields.add(CHARGING + (is ? "=1" : "=0")));
    return fields.toString();
  }

  private static void put(StringJoiner fields, String key, OptionalDouble value) {
    value.ifPresent(number -> {
      BigDecimal digits = BigDecimal.valueOf(number).stripTrailingZeros();
      fields.add(key + '=' + digits.toPlainString());
    });
  }

  /// Reads fields with white space between them. Fields of other kinds are passed over, as are
  /// values that are no plain number; of two of a kind the first counts.
  public static Telemetry parse(String fields) {
    Map<String, String> values = new HashMap<>();
    for (String field : WHITE_SPACE.split(fields, -1)) {
      int equals = field.indexOf('=');
      if (equals > 0 && NUMBER.matcher(field.substring(equals + 1)).matches()) {
        values.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return new Telemetry(
        number(values, SPEED),
        number(values, COURSE),
        number(values, ALTITUDE),
        number(values, ACCURACY),
        number(values, BATTERY),
        switch (values.getOrDefault(CHARGING, "")) {
          case "1" -> Optional.of(true);
          case "0" -> Optional.of(false);
          default -> Optional.empty();
        });
  }

  private static OptionalDouble number(Map<String, String> values, String key) {
    String text = values.getOrDefault(key, "");
    return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }
}
