package org.placeherd.web.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.placeherd.geo.Iso6709;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.LineReader;
import org.placeherd.wire.PackedTelemetry;
import org.placeherd.wire.Telemetry;

/// Makes IAMAT lines of reports in JSON, with their telemetry behind the four fields, and refuses
/// those that would be no line. Not thread-safe.
final class ReportLine {
  private static final int NANO_DIGITS = 9;
  private static final int LINE_BYTES = 128;

  /// More digits than any clock has; a bound for what arithmetic costs.
  private static final int SCALE_MAX = 100;

  private final Limits limits;
  private final LineReader reader;
  private final LineBatch batch = new LineBatch();

  /// @param limits of the server's lines
  ReportLine(Limits limits) {
    this.limits = limits;
    reader = new LineReader(limits, new HashKey(0, 0)); // nothing is looked up by these hashes
  }

  /// The line of a report, ended by LF.
  ///
  /// @param name the client's, with a char for each byte
  /// @param position where it has `lat` and `lon`
  /// @param time where it has `time` or `timestamp`; with neither it is now
  /// @param where what the problem is about
  /// @throws ApiProblem if something is missing or wrong
  byte[] of(
      String name, LatLon position, JsonNode time, Telemetry telemetry, long nowNanos, String where)
      throws ApiProblem {
    ByteWriter line = new ByteWriter(LINE_BYTES);
    line.put("IAMAT ");
    line.put(name.getBytes(ISO_8859_1));
    line.put(' ');
    line.put(Iso6709.text(position));
    line.put(' ');
    line.put(seconds(time, nowNanos, where));
    requireLegal(name, line, where);
    PackedTelemetry packed = new PackedTelemetry();
    packed.set(telemetry);
    packed.put(line);
    line.put('\n');
    return line.toByteArray();
  }

  private void requireLegal(String name, ByteWriter line, String where) throws ApiProblem {
    byte[] bytes = Arrays.copyOf(line.array(), line.size() + LineReader.SLACK_BYTES);
    batch.clear();
    reader.readDatagram(bytes, line.size(), false, batch);
    boolean isLegal = batch.size() == 1 && isReportOf(name, batch.line(0));
    if (!isLegal) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST,
          where,
          "The name of the client must be 1 to %d bytes, without white space%s."
              .formatted(
                  limits.clientIdBytes(), limits.lenientIds() ? "" : " and control characters"));
    }
  }

  private static boolean isReportOf(String name, Line line) {
    if (line.kind() != LineKind.IAMAT) {
      return false;
    }
    byte[] bytes = name.getBytes(ISO_8859_1);
    return Arrays.equals(line.bytes(), line.clientFrom(), line.clientTo(), bytes, 0, bytes.length);
  }

  /// A name in JSON, with a char for each byte of its UTF-8.
  static String name(JsonNode id, String where) throws ApiProblem {
    if (!id.isTextual()) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST, where, "id must be the name of the client, a string.");
    }
    String name = new String(id.asText().getBytes(UTF_8), ISO_8859_1);
    if (!PercentBytes.text(name).equals(id.asText())) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST,
          where,
          "id must have whole characters; there is half a one in it.");
    }
    return name;
  }

  /// A point on the sphere from two numbers.
  static LatLon position(JsonNode latitude, JsonNode longitude, String where) throws ApiProblem {
    boolean isRight =
        latitude.isNumber()
            && longitude.isNumber()
            && Math.abs(latitude.doubleValue()) <= 90
            && Math.abs(longitude.doubleValue()) <= 180;
    if (!isRight) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST,
          where,
          "The position must be a latitude of -90 to 90 and a longitude of -180 to 180 degrees: lat"
              + " and lon, or the coordinates [longitude, latitude] of a GeoJSON Point.");
    }
    return new LatLon(latitude.doubleValue(), longitude.doubleValue());
  }

  /// The client's time as it stands in a line.
  private static String seconds(JsonNode report, long nowNanos, String where) throws ApiProblem {
    JsonNode time = report.path("time");
    JsonNode timestamp = report.path("timestamp");
    BigDecimal seconds;
    if (time.isTextual()) {
      seconds = dateTime(time.asText(), where);
    } else if (timestamp.isNumber() && time.isMissingNode()) {
      seconds = timestamp.decimalValue();
    } else if (time.isMissingNode() && timestamp.isMissingNode()) {
      seconds = BigDecimal.valueOf(nowNanos, NANO_DIGITS);
    } else {
      throw wrongTime(where);
    }
    boolean isTime =
        Math.abs((long) seconds.scale()) <= SCALE_MAX
            && seconds.signum() >= 0
            && ClientReport.isInYears(seconds);
    if (!isTime) {
      throw wrongTime(where);
    }
    BigDecimal shortest = seconds.stripTrailingZeros();
    return shortest
        .setScale(Math.clamp(shortest.scale(), 0, NANO_DIGITS), RoundingMode.FLOOR)
        .toPlainString();
  }

  private static BigDecimal dateTime(String text, String where) throws ApiProblem {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return BigDecimal.valueOf(instant.getEpochSecond())
          .add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS));
    } catch (DateTimeException e) {
      throw wrongTime(where);
    }
  }

  private static ApiProblem wrongTime(String where) {
    return new ApiProblem(
        ApiProblem.BAD_REQUEST,
        where,
        "The time must be time, in RFC 3339 such as 2026-11-28T19:45:12.5Z, or timestamp, in"
            + " seconds since 1970; not before 1970 nor behind 9999. Without both it is now.");
  }
}
