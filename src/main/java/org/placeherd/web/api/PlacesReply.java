package org.placeherd.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// What the places gateway answered, in the shape of the API.
final class PlacesReply {
  private final PlaceSearch search;
  private final boolean isGeo;

  /// @param type [ClientsJson#JSON_TYPE] or [ClientsJson#GEO_TYPE]
  PlacesReply(PlaceSearch search, String type) {
    this.search = search;
    this.isGeo = type.equals(ClientsJson.GEO_TYPE);
  }

  /// @param google a reply in the shape of Google's legacy Nearby Search
  ApiReply of(byte[] google) throws ApiProblem {
    JsonNode reply = read(google);
    String status = reply.path("status").asText();
    switch (status) {
      case "OK", "ZERO_RESULTS" -> {}
      case "OVER_QUERY_LIMIT" ->
          throw new ApiProblem(
              ApiProblem.TOO_MANY_REQUESTS,
              "places",
              "The budget for places is spent, or this connection asks too often; ask again"
                  + " later.");
      case "REQUEST_DENIED", "INVALID_REQUEST" ->
          throw new ApiProblem(
              ApiProblem.BAD_GATEWAY,
              "places",
              "The source of places said %s; the operator of the server must mend that."
                  .formatted(status));
      default ->
          throw new ApiProblem(
              ApiProblem.UNAVAILABLE,
              "places",
              "The source of places failed or was late; ask again later.");
    }
    String type = isGeo ? ClientsJson.GEO_TYPE : ClientsJson.JSON_TYPE;
    return ApiReply.json(ApiReply.OK, type, json -> write(json, reply));
  }

  private static JsonNode read(byte[] google) throws ApiProblem {
    try {
      return JsonBody.read(google);
    } catch (ApiProblem e) {
      throw new ApiProblem(ApiProblem.BAD_GATEWAY, "places", "The source of places sent no JSON.");
    }
  }

  private void write(JsonGenerator json, JsonNode reply) throws IOException {
    json.writeStartObject();
    if (isGeo) {
      json.writeStringField("type", "FeatureCollection");
    }
    json.writeArrayFieldStart(isGeo ? "features" : "places");
    for (JsonNode place : reply.path("results")) {
      // What came as a source sent it may lack a position; then nobody can say how far it is.
      if (place.path("geometry").path("location").path("lng").isNumber()) {
        place(json, place);
      }
    }
    json.writeEndArray();
    json.writeStringField("provider", reply.path("x_herd").path("provider").asText());
    json.writeArrayFieldStart("attributions");
    for (JsonNode attribution : reply.path("html_attributions")) {
      json.writeString(attribution.asText());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void place(JsonGenerator json, JsonNode place) throws IOException {
    JsonNode location = place.path("geometry").path("location");
    BigDecimal latitude = location.path("lat").decimalValue();
    BigDecimal longitude = location.path("lng").decimalValue();
    json.writeStartObject();
    if (isGeo) {
      json.writeStringField("type", "Feature");
      json.writeStringField("id", place.path("place_id").asText());
      ClientsJson.point(json, longitude, latitude);
      json.writeObjectFieldStart("properties");
    } else {
      json.writeStringField("id", place.path("place_id").asText());
      ClientsJson.number(json, "lat", latitude);
      ClientsJson.number(json, "lon", longitude);
    }
    json.writeStringField("name", place.path("name").asText());
    json.writeArrayFieldStart("types");
    for (JsonNode type : place.path("types")) {
      json.writeString(type.asText());
    }
    json.writeEndArray();
    Optional<String> vicinity = Optional.ofNullable(place.path("vicinity").textValue());
    if (vicinity.isPresent()) {
      json.writeStringField("vicinity", vicinity.get());
    }
    LatLon where = new LatLon(latitude.doubleValue(), longitude.doubleValue());
    ClientsJson.distance(
        json,
        GreatCircle.metres(search.centre(), where),
        GreatCircle.initialBearingDegrees(search.centre(), where));
    if (isGeo) {
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
