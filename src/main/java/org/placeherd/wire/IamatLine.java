package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;

/// Writes `IAMAT <client> <position> <time>`, for reports that did not come as a line.
public final class IamatLine {
  private static final byte[] IAMAT = "IAMAT ".getBytes(StandardCharsets.US_ASCII);

  private IamatLine() {}

  /// Appends the line without its LF.
  ///
  /// @param client a name that is legal in a line; nothing is checked here
  /// @param timeNanos the client's time, nanoseconds since 1970, not negative
  public static void put(ByteWriter out, String client, LatLon position, long timeNanos) {
    if (timeNanos < 0) {
      throw new IllegalArgumentException("a line has no time before 1970: " + timeNanos + " ns");
    }
    out.put(IAMAT);
    out.put(client);
    out.put(' ');
    out.put(Iso6709.text(position));
    out.put(' ');
    AtLine.putTime(out, timeNanos);
  }
}
