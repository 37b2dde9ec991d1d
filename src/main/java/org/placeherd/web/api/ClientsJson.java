package org.placeherd.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// Writes clients as JSON, or as GeoJSON (RFC 7946).
final class ClientsJson {
  static final String JSON_TYPE = "application/json";
  static final String GEO_TYPE = "application/geo+json";

  /// A millimetre, and as many thousandths of a degree of course.
  private static final int DECIMALS = 3;

  private final boolean isGeo;

  /// How a client was found by where it is.
  record Finding(ClientReport report, double metres, double bearingDegrees) {}

  /// @param type [#JSON_TYPE] or [#GEO_TYPE]
  ClientsJson(String type) {
    isGeo = type.equals(GEO_TYPE);
  }

  ApiReply one(ClientReport report) {
    return reply(json -> write(json, report, Optional.empty()));
  }

  ApiReply page(List<ClientReport> reports, Optional<String> next) {
    return reply(json -> {
      begin(json);
      for (ClientReport report : reports) {
        write(json, report, Optional.empty());
      }
      json.writeEndArray();
      if (next.isPresent()) {
        json.writeStringField("next", next.get());
      }
      json.writeEndObject();
    });
  }

  ApiReply found(List<Finding> findings, boolean isComplete) {
    return reply(json -> {
      begin(json);
      for (Finding finding : findings) {
        write(json, finding.report, Optional.of(finding));
      }
      json.writeEndArray();
      json.writeBooleanField("complete", isComplete);
      json.writeEndObject();
    });
  }

  private ApiReply reply(ApiReply.Writer writer) {
    return ApiReply.json(ApiReply.OK, isGeo ? GEO_TYPE : JSON_TYPE, writer);
  }

  private void begin(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (isGeo) {
      json.writeStringField("type", "FeatureCollection");
    }
    json.writeArrayFieldStart(isGeo ? "features" : "clients");
  }

  private void write(JsonGenerator json, ClientReport report, Optional<Finding> finding)
      throws IOException {
    json.writeStartObject();
    if (isGeo) {
      json.writeStringField("type", "Feature");
      json.writeStringField("id", PercentBytes.text(report.name()));
      point(json, report.longitude(), report.latitude());
      json.writeObjectFieldStart("properties");
      members(json, report, finding);
      json.writeEndObject();
    } else {
      json.writeStringField("id", PercentBytes.text(report.name()));
      number(json, "lat", report.latitude());
      number(json, "lon", report.longitude());
      members(json, report, finding);
    }
    json.writeEndObject();
  }

  /// Writes the member `geometry`.
  static void point(JsonGenerator json, BigDecimal longitude, BigDecimal latitude)
      throws IOException {
    json.writeObjectFieldStart("geometry");
    json.writeStringField("type", "Point");
    json.writeArrayFieldStart("coordinates");
    json.writeNumber(longitude.toPlainString());
    json.writeNumber(latitude.toPlainString());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, ClientReport report, Optional<Finding> finding)
      throws IOException {
    Optional<String> time = ClientReport.dateTime(report.time());
    if (time.isPresent()) {
      json.writeStringField("time", time.get());
    }
    number(json, "timestamp", report.time());
    Optional<String> received = ClientReport.dateTime(report.received());
    if (received.isPresent()) {
      json.writeStringField("received", received.get());
    }
    TelemetryJson.write(json, report.telemetry());
    json.writeStringField("server", PercentBytes.text(report.server()));
    if (finding.isPresent()) {
      distance(json, finding.get().metres, finding.get().bearingDegrees);
    }
    json.writeStringField("href", report.path());
  }

  /// Writes how far something is, and on which course.
  static void distance(JsonGenerator json, double metres, double bearingDegrees)
      throws IOException {
    number(json, "distance_m", rounded(metres));
    BigDecimal bearing = rounded(bearingDegrees);
    boolean isFull = bearing.compareTo(BigDecimal.valueOf(360)) >= 0;
    number(json, "bearing_deg", isFull ? BigDecimal.ZERO : bearing);
  }

  /// Writes a number digit for digit, without an exponent.
  static void number(JsonGenerator json, String field, BigDecimal value) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(value.toPlainString());
  }

  private static BigDecimal rounded(double value) {
    return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
