package org.placeherd.phones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// A Traccar server that forwards the positions it hears as JSON, `position` and `device`. Speeds
/// in knots, battery in percent. The client is the device's unique identifier.
final class TraccarForward {
  private TraccarForward() {}

  /// Reads one request, which is one position.
  static void read(JsonNode body, Findings findings) {
    JsonNode node = body.path("position");
    Fields position = Fields.of(node);
    if (position.flag("valid").equals(Optional.of(false))) {
      findings.add(Reason.NO_FIX, "Traccar says that the fix is not valid");
      return;
    }
    findings.add(
        Fields.of(body.path("device")).text("uniqueId").flatMap(ClientName::of),
        position.point("latitude", "longitude"),
        position.text("fixTime", "deviceTime").map(FixTime::of).orElse(OptionalLong.empty()),
        telemetry(position, Fields.of(node.path("attributes"))));
  }

  private static Telemetry telemetry(Fields position, Fields attributes) {
    return new Telemetry(
        position.scaled(SpeedUnit.KNOTS.metresPerSecond(), "speed"),
        position.number("course"),
        position.number("altitude"),
        position.number("accuracy"),
        attributes.scaled(Fields.PERCENT, "batteryLevel"),
        attributes.flag("charge"));
  }
}
