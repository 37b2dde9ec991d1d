package org.placeherd.phones;

import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.IamatLine;
import org.placeherd.wire.PackedTelemetry;
import org.placeherd.wire.Telemetry;

/// One position that an app reported.
///
/// @param client a legal client name ([ClientName])
/// @param fixNanos when the phone was there, by its own clock, nanoseconds since 1970, not negative
public record PhoneReport(String client, LatLon position, long fixNanos, Telemetry telemetry) {
  private static final int LINE_BYTES = 128;

  /// Appends the report as an IAMAT line without its LF, with the telemetry behind its four fields.
  public void putLine(ByteWriter out) {
    IamatLine.put(out, client, position, fixNanos);
    PackedTelemetry packed = new PackedTelemetry();
    packed.set(telemetry);
    packed.put(out);
  }

  /// The report as an IAMAT line without its LF and without the telemetry.
  public String iamat() {
    ByteWriter line = new ByteWriter(LINE_BYTES);
    IamatLine.put(line, client, position, fixNanos);
    return line.toString();
  }
}
