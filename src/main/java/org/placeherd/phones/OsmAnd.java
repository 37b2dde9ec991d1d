package org.placeherd.phones;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalLong;
import org.placeherd.phones.Unusable.Reason;
import org.placeherd.wire.Telemetry;

/// The keys of the OsmAnd protocol, as the OsmAnd app and Traccar Client 7, 8 and 10 send them: in
/// the query, as a form, or as JSON objects. Battery in percent, times in seconds, milliseconds or
/// as a date, or the time of receipt if there is none.
///
/// Speeds are in knots, which is what Traccar Client sends. The OsmAnd app sends metres per second;
/// the key `speed_unit` says so (`mps`, `kmh`, `kn`), and our link for OsmAnd has it.
final class OsmAnd {
  private static final String[] ID = {"id", "deviceid"};

  private final Fields fields;
  private final Findings findings;

  private OsmAnd(Fields fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  /// Whether the message says who it is about, which all of these do.
  static boolean namesClient(Fields fields) {
    return fields.has(ID);
  }

  /// Reads one message.
  static void read(Fields fields, long receivedNanos, Findings findings) {
    new OsmAnd(fields, findings).message(receivedNanos);
  }

  /// Reads one JSON object, or a list of them.
  static void read(JsonNode body, long receivedNanos, Findings findings) {
    if (body.isArray()) {
      body.forEach(message -> read(Fields.of(message), receivedNanos, findings));
    } else {
      read(Fields.of(body), receivedNanos, findings);
    }
  }

  private void message(long receivedNanos) {
    if (!fields.has("lat", "lon", "location")) {
      notAReport();
    } else if (fields.flag("valid").equals(Optional.of(false))) {
      findings.add(Reason.NO_FIX, "the app says that its fix is not valid");
    } else {
      findings.add(client(), point(), time(receivedNanos), telemetry());
    }
  }

  /// A sign of life, or a token for notifications; the last position stays.
  private void notAReport() {
    if (client().isPresent() || findings.knowsClient()) {
      findings.add(Reason.OTHER_MESSAGE, "a sign of life without a position");
    } else {
      findings.add(Reason.NO_CLIENT, "neither id nor a position");
    }
  }

  private Optional<String> client() {
    return fields.text(ID).flatMap(ClientName::of);
  }

  private Findings.Point point() {
    Optional<String> both = fields.text("location");
    int comma = both.orElse("").indexOf(',');
    if (both.isEmpty() || comma < 0) {
      return fields.point("lat", "lon");
    }
    return new Findings.Point(
        Fields.parse(both.get().substring(0, comma)),
        Fields.parse(both.get().substring(comma + 1)));
  }

  private OptionalLong time(long receivedNanos) {
    return fields.text("timestamp").map(FixTime::of).orElse(OptionalLong.of(receivedNanos));
  }

  private Telemetry telemetry() {
    SpeedUnit unit = SpeedUnit.of(fields.text("speed_unit").orElse(""), SpeedUnit.KNOTS);
    return new Telemetry(
        fields.scaled(unit.metresPerSecond(), "speed"),
        fields.number("bearing", "heading"),
        fields.number("altitude"),
        fields.number("accuracy"),
        fields.scaled(Fields.PERCENT, "batt"),
        fields.flag("charge"));
  }
}
