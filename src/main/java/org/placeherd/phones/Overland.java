package org.placeherd.phones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// Overland for iOS: batches of GeoJSON features in `locations`, and in `current` the newest of all
/// if the batch is an old one. Speeds in metres per second, battery as a fraction, −1 for what is
/// not known.
final class Overland {
  private Overland() {}

  /// Reads one batch.
  static void read(JsonNode body, Findings findings) {
    body.path("locations").forEach(feature -> feature(feature, findings));
    JsonNode current = body.path("current");
    if (current.isObject()) {
      feature(current, findings);
    }
  }

  /// A feature without coordinates is a visit, a trip or the like.
  private static void feature(JsonNode feature, Findings findings) {
    JsonNode coordinates = feature.path("geometry").path("coordinates");
    Fields properties = Fields.of(feature.path("properties"));
    if (coordinates.isEmpty()) {
      findings.add(Reason.OTHER_MESSAGE, "a feature without coordinates");
      return;
    }
    findings.add(
        properties.text("device_id", "unique_id").flatMap(ClientName::of),
        new Findings.Point(number(coordinates.path(1)), number(coordinates.path(0))),
        properties.text("timestamp").map(FixTime::of).orElse(OptionalLong.empty()),
        telemetry(properties));
  }

  private static OptionalDouble number(JsonNode value) {
    return Json.text(value).map(Fields::parse).orElse(OptionalDouble.empty());
  }

  private static Telemetry telemetry(Fields properties) {
    return new Telemetry(
        properties.number("speed"),
        properties.number("course"),
        properties.number("altitude"),
        properties.number("horizontal_accuracy"),
        properties.number("battery_level"),
        switch (properties.text("battery_state").orElse("")) {
          case "charging", "full" -> Optional.of(true);
          case "unplugged" -> Optional.of(false);
          default -> Optional.empty();
        });
  }
}
