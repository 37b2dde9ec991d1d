package org.placeherd.phones;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.placeherd.wire.Telemetry;

/// GPSLogger's custom URL with the keys of its `%ALL`, and the form that it sends to Home
/// Assistant. Speeds in metres per second, battery in percent.
///
/// It sends a whole file again and again. The herd keeps the newest report of a client, so what it
/// has seen does no harm.
final class GpsLogger {
  /// Keys that OsmAnd's protocol does not have.
  private static final String[] OWN_KEYS = {"aid", "ser", "spd", "sat", "prov", "acc"};

  /// What Android says since it no longer tells the serial number.
  private static final String NO_SERIAL = "unknown";

  private GpsLogger() {}

  /// Whether these can only be its keys.
  static boolean knows(Fields fields) {
    return fields.has("latitude") || (fields.has("lat") && fields.has(OWN_KEYS));
  }

  /// Reads one message. Without a time it is of now: the form for Home Assistant has none.
  static void read(Fields fields, long receivedNanos, Findings findings) {
    findings.add(client(fields), point(fields), time(fields, receivedNanos), telemetry(fields));
  }

  private static Optional<String> client(Fields fields) {
    return fields
        .text("device", "id", "aid")
        .or(() -> fields.text("ser").filter(serial -> !serial.equals(NO_SERIAL)))
        .flatMap(ClientName::of);
  }

  private static Findings.Point point(Fields fields) {
    return new Findings.Point(fields.number("lat", "latitude"), fields.number("lon", "longitude"));
  }

  private static OptionalLong time(Fields fields, long receivedNanos) {
    return fields
        .text("time", "timestamp", "timeoffset")
        .map(FixTime::of)
        .orElse(OptionalLong.of(receivedNanos));
  }

  private static Telemetry telemetry(Fields fields) {
    OptionalDouble speed = fields.number("spd", "speed");
    return new Telemetry(
        speed.isPresent()
            ? speed
            : fields.scaled(SpeedUnit.KILOMETRES_PER_HOUR.metresPerSecond(), "spd_kph"),
        fields.number("dir", "direction"),
        fields.number("alt", "altitude"),
        fields.number("acc", "accuracy"),
        fields.scaled(Fields.PERCENT, "batt", "battery"),
        fields.flag("ischarging"));
  }
}
