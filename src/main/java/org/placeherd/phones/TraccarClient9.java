package org.placeherd.phones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// Traccar Client 9: nested JSON, `location` and `device_id`. Speeds in metres per second, battery
/// as a fraction, −1 for what is not known.
final class TraccarClient9 {
  private TraccarClient9() {}

  /// Reads one request, with one location or a list of them.
  static void read(JsonNode body, Findings findings) {
    Optional<String> client = Fields.of(body).text("device_id").flatMap(ClientName::of);
    JsonNode location = body.path("location");
    if (location.isArray()) {
      location.forEach(one -> location(one, client, findings));
    } else {
      location(location, client, findings);
    }
  }

  private static void location(JsonNode location, Optional<String> client, Findings findings) {
    JsonNode coordinates = location.path("coords");
    if (!coordinates.isObject() && (client.isPresent() || findings.knowsClient())) {
      findings.add(Reason.OTHER_MESSAGE, "a location without coords");
      return;
    }
    Fields coords = Fields.of(coordinates);
    findings.add(
        client,
        coords.point("latitude", "longitude"),
        Fields.of(location).text("timestamp").map(FixTime::of).orElse(OptionalLong.empty()),
        telemetry(coords, Fields.of(location.path("battery"))));
  }

  private static Telemetry telemetry(Fields coords, Fields battery) {
    return new Telemetry(
        coords.number("speed"),
        coords.number("heading"),
        coords.number("altitude"),
        coords.number("accuracy"),
        battery.number("level"),
        battery.flag("is_charging"));
  }
}
