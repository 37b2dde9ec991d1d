package org.placeherd.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.placeherd.geo.LatLon;
import org.placeherd.server.Names;

/// An AT line as it is explained to a person.
///
/// @param server the server the client spoke to
/// @param delay how much later it was by that server's clock, in seconds
/// @param position where the client was
/// @param time the client's POSIX time
record AtReply(String server, BigDecimal delay, String client, LatLon position, BigDecimal time) {
  private static final Pattern LINE =
      Pattern.compile(
          "AT (\\S+) ([+-]\\d+\\.\\d+) (\\S+) ([+-]\\d+\\.?\\d*)([+-]\\d+\\.?\\d*) (\\d+\\.?\\d*)\\s*");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Reads a line; empty if it is no AT line.
  static Optional<AtReply> parse(String line) {
    Matcher fields = LINE.matcher(line);
    return fields.matches()
        ? Optional.of(
            new AtReply(
                fields.group(1),
                new BigDecimal(fields.group(2)),
                fields.group(3),
                new LatLon(
                    Double.parseDouble(fields.group(4)), Double.parseDouble(fields.group(5))),
                new BigDecimal(fields.group(6))))
        : Optional.empty();
  }

  /// Two sentences: who was where and when, and which server was told.
  String explained(Instant now) {
    return Names.printable(client)
        + " was at "
        + degrees(position)
        + " "
        + when(now)
        + ".\nIt told "
        + Names.printable(server)
        + ", "
        + (delay.signum() < 0
            ? "by whose clock that was " + seconds() + " s before the client sent it."
            : "by whose clock it came " + seconds() + " s later.");
  }

  private String seconds() {
    return delay.abs().stripTrailingZeros().toPlainString();
  }

  private String when(Instant now) {
    try {
      Instant then =
          Instant.ofEpochSecond(
              time.longValue(), time.remainder(BigDecimal.ONE).movePointRight(9).longValue());
      Duration age = Duration.between(then, now);
      return "on "
          + TIME.format(then)
          + " UTC, "
          + (age.isNegative() ? Spans.text(age) + " from now" : Spans.text(age) + " ago");
    } catch (DateTimeException | ArithmeticException beyondTheCalendar) {
      return "at time " + time.toPlainString();
    }
  }

  /// `34.068930 N, 118.445127 W`
  static String degrees(LatLon point) {
    return String.format(
        Locale.ROOT,
        "%.6f %s, %.6f %s",
        Math.abs(point.latitudeDegrees()),
        point.latitudeDegrees() < 0 ? "S" : "N",
        Math.abs(point.longitudeDegrees()),
        point.longitudeDegrees() < 0 ? "W" : "E");
  }
}
