package org.placeherd.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.placeherd.geo.LatLon;
import org.placeherd.geo.Polygon;

/// An area that a client draws: a GeoJSON `Polygon` or `MultiPolygon`, or a `Feature` of one.
///
/// @param polygon the area
/// @param middle the middle of the box around it, from which distances are measured where no other
///   point is given
record GeoJsonPolygon(Polygon polygon, LatLon middle) {
  /// Reads the body of a request.
  static GeoJsonPolygon read(Buffer body) throws ApiProblem {
    JsonNode geometry = JsonBody.read(body.getBytes());
    if (geometry.path("type").asText().equals("Feature")) {
      geometry = geometry.path("geometry");
    }
    JsonNode coordinates = geometry.path("coordinates");
    List<double[]> rings = new ArrayList<>();
    switch (geometry.path("type").asText()) {
      case "Polygon" -> addRings(coordinates, rings);
      case "MultiPolygon" -> {
        for (JsonNode polygon : coordinates) {
          addRings(polygon, rings);
        }
      }
      default ->
          throw JsonBody.problem(
              "The body must be a GeoJSON Polygon or MultiPolygon, or a Feature of one; its type is '%s'."
                  .formatted(geometry.path("type").asText()));
    }
    return of(rings);
  }

  private static void addRings(JsonNode polygon, List<double[]> rings) throws ApiProblem {
    for (JsonNode ring : polygon) {
      if (ring.size() > Polygon.MAX_CORNERS + 1) {
        throw JsonBody.problem(
            "A polygon may have at most %d corners.".formatted(Polygon.MAX_CORNERS));
      }
      double[] corners = new double[ring.size() * 2];
      for (int i = 0; i < ring.size(); i++) {
        JsonNode corner = ring.get(i);
        if (!corner.path(0).isNumber() || !corner.path(1).isNumber()) {
          throw JsonBody.problem(
              "Corner %d of ring %d must be [longitude, latitude].".formatted(i, rings.size()));
        }
        corners[2 * i] = corner.get(0).doubleValue();
        corners[2 * i + 1] = corner.get(1).doubleValue();
      }
      rings.add(corners);
    }
  }

  private static GeoJsonPolygon of(List<double[]> rings) throws ApiProblem {
    try {
      return new GeoJsonPolygon(new Polygon(rings), middle(rings));
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage());
      throw JsonBody.problem(
          Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".");
    }
  }

  private static LatLon middle(List<double[]> rings) {
    double west = Double.POSITIVE_INFINITY;
    double south = Double.POSITIVE_INFINITY;
    double east = Double.NEGATIVE_INFINITY;
    double north = Double.NEGATIVE_INFINITY;
    for (double[] ring : rings) {
      for (int i = 0; i < ring.length; i += 2) {
        west = Math.min(west, ring[i]);
        east = Math.max(east, ring[i]);
        south = Math.min(south, ring[i + 1]);
        north = Math.max(north, ring[i + 1]);
      }
    }
    return middle(south, west, north, east);
  }

  /// The middle of a box, which may go on beyond 180 degrees.
  static LatLon middle(double south, double west, double north, double east) {
    double longitude = (west + east) / 2;
    double turned = longitude > 180 ? longitude - 360 : longitude;
    return new LatLon((south + north) / 2, turned < -180 ? turned + 360 : turned);
  }
}
