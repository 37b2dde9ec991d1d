package org.placeherd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// The places of a WHATSAT reply as a list for a person: name, category, distance, and below what
/// must be shown with them.
final class PlaceList {
  private static final double METRES_IN_A_KILOMETRE = 1000;

  private PlaceList() {}

  /// The list, or a sentence that says why there is none.
  ///
  /// @throws CommandFailure if `json` is no places reply
  static String text(String json, LatLon from) throws CommandFailure {
    JsonNode reply = parsed(json);
    String status = reply.path("status").asText();
    JsonNode results = reply.path("results");
    if (status.equals("ZERO_RESULTS")) {
      return "No place is known there.\n";
    }
    if (status.equals("OK") && results.isEmpty()) {
      return "Places are known there, but none was asked for.\n"; // a bound of 0
    }
    if (!status.equals("OK")) {
      return "Places cannot be had at the moment (" + status + ").\n";
    }
    Table table = new Table();
    for (JsonNode place : results) {
      JsonNode location = place.path("geometry").path("location");
      table.add(
          place.path("name").asText("(no name)"),
          place.path("types").path(0).asText("").replace('_', ' '),
          distance(location, from));
    }
    return table.text("  ") + attributions(reply.path("html_attributions"));
  }

  /// As they read without HTML; an empty line before them.
  private static String attributions(JsonNode attributions) {
    Table table = new Table();
    for (JsonNode html : attributions) {
      table.add(
          html.asText()
              .replaceAll("<[^>]*>", "")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&quot;", "\"")
              .replace("&amp;", "&"));
    }
    return attributions.isEmpty() ? "" : "\n" + table.text("  ");
  }

  private static JsonNode parsed(String json) throws CommandFailure {
    try {
      JsonNode reply = new ObjectMapper().readTree(json);
      if (reply.path("results").isArray()) {
        return reply;
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "The places are not valid JSON (" + e.getOriginalMessage() + "); see them with --raw.");
    }
    throw new CommandFailure("The reply holds no list of places; see it with --raw.");
  }

  private static String distance(JsonNode location, LatLon from) {
    double latitude = location.path("lat").asDouble(Double.NaN);
    double longitude = location.path("lng").asDouble(Double.NaN);
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      return "?";
    }
    double metres = GreatCircle.metres(from, new LatLon(latitude, longitude));
    return metres < METRES_IN_A_KILOMETRE
        ? Math.round(metres) + " m"
        : String.format(Locale.ROOT, "%.1f km", metres / METRES_IN_A_KILOMETRE);
  }
}
