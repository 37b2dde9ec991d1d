package org.placeherd.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import org.placeherd.wire.Telemetry;

/// Telemetry as members of a client in JSON, or of the properties of a feature; what was not told
/// is missing. Values are kept to three decimals.
final class TelemetryJson {
  private static final String SPEED = "speed_mps";
  private static final String COURSE = "course_deg";
  private static final String ALTITUDE = "altitude_m";
  private static final String ACCURACY = "accuracy_m";
  private static final String BATTERY = "battery";
  private static final String CHARGING = "charging";

  private TelemetryJson() {}

  static void write(JsonGenerator json, Telemetry telemetry) throws IOException {
    write(json, SPEED, telemetry.speedMetresPerSecond());
    write(json, COURSE, telemetry.courseDegrees());
    write(json, ALTITUDE, telemetry.altitudeMetres());
    write(json, ACCURACY, telemetry.accuracyMetres());
    write(json, BATTERY, telemetry.batteryFraction());
    Optional<Boolean> charging = telemetry.charging();
    if (charging.isPresent()) {
      json.writeBooleanField(CHARGING, charging.get());
    }
  }

  private static void write(JsonGenerator json, String member, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      BigDecimal shortest = BigDecimal.valueOf(value.getAsDouble()).stripTrailingZeros();
      ClientsJson.number(json, member, shortest);
    }
  }

  /// Reads what is told; null tells nothing.
  ///
  /// @param height the third of a GeoJSON point's coordinates, which stands in for the altitude
  /// @param where what the problem is about
  /// @throws ApiProblem if a value is out of its range
  static Telemetry read(JsonNode members, JsonNode height, String where) throws ApiProblem {
    OptionalDouble altitude =
        number(members, ALTITUDE, -Telemetry.ALTITUDE_MAX, Telemetry.ALTITUDE_MAX, where);
    return new Telemetry(
        number(members, SPEED, 0, Telemetry.SPEED_MAX, where),
        number(members, COURSE, 0, Telemetry.FULL_CIRCLE, where),
        altitude.isPresent()
            ? altitude
            : number(
                height,
                -Telemetry.ALTITUDE_MAX,
                Telemetry.ALTITUDE_MAX,
                "The third of the coordinates",
                where),
        number(members, ACCURACY, Telemetry.LEAST, Telemetry.ACCURACY_MAX, where),
        number(members, BATTERY, 0, 1, where),
        charging(members.path(CHARGING), where));
  }

  private static OptionalDouble number(
      JsonNode members, String member, double least, double most, String where) throws ApiProblem {
    return number(members.path(member), least, most, member, where);
  }

  private static OptionalDouble number(
      JsonNode value, double least, double most, String name, String where) throws ApiProblem {
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(number >= least && number <= most)) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST,
          where,
          "%s must be a number %s to %s; leave it out if it is not known."
              .formatted(name, text(least), text(most)));
    }
    return OptionalDouble.of(number);
  }

  private static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static Optional<Boolean> charging(JsonNode value, String where) throws ApiProblem {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST,
          where,
          CHARGING + " must be true or false; leave it out if it is not known.");
    }
    return Optional.of(value.booleanValue());
  }
}
