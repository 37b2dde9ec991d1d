package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.placeherd.geo.LatLon;
import org.placeherd.places.Place;

/// GeoJSON (RFC 7946): a FeatureCollection, or features one after the other, a line each or with a
/// record separator before each (RFC 8142). A feature that is no point counts by the middle of its
/// bounds. Read as a stream: a file may be longer than memory, a feature may not.
final class GeoJson implements PlaceFormat {
  private static final Terms TERMS = new Terms("geojson", "", "not stated");
  private static final char RECORD_SEPARATOR = 0x1E;
  private static final JsonMapper MAPPER = new JsonMapper();

  @Override
  public String name() {
    return "GeoJSON";
  }

  @Override
  public Terms terms(PlaceFile file) {
    return TERMS;
  }

  @Override
  public boolean accepts(byte[] head) {
    String text = new String(head, UTF_8).replace("\uFEFF", "").stripLeading();
    String json = text.replaceFirst("^" + RECORD_SEPARATOR, "").stripLeading();
    return json.startsWith("{") && json.contains("\"type\"") && json.contains("\"Feature");
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    try (JsonParser json =
        MAPPER.createParser(new WithoutByte(file.open(), (byte) RECORD_SEPARATOR))) {
      Features features = new Features(json, file, source, sink);
      while (json.nextToken() != null) {
        features.document();
      }
    } catch (JsonEOFException e) {
      throw new BadPlaceFile("it ends in the middle; is it truncated?", e);
    } catch (JacksonException e) {
      throw new BadPlaceFile(
          "line %d: %s".formatted(e.getLocation().getLineNr(), e.getOriginalMessage()), e);
    }
  }

  /// Walks over the documents of a file.
  private static final class Features {
    private final JsonParser json;
    private final PlaceFile file;
    private final String source;
    private final PlaceSink sink;
    private long number;

    Features(JsonParser json, PlaceFile file, String source, PlaceSink sink) {
      this.json = json;
      this.file = file;
      this.source = source;
      this.sink = sink;
    }

    /// A collection is gone through field by field; a feature is one if it has a geometry.
    void document() throws IOException, BadPlaceFile {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new BadPlaceFile(
            "line %d: a GeoJSON object begins with {"
                .formatted(json.currentLocation().getLineNr()));
      }
      var feature = MAPPER.createObjectNode();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("features") && json.currentToken() == JsonToken.START_ARRAY) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            feature(json.readValueAsTree());
          }
        } else {
          feature.set(field, json.<JsonNode>readValueAsTree());
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new BadPlaceFile("it ends in the middle; is it truncated?");
      }
      if (feature.path("type").asText().equals("Feature")) {
        feature(feature);
      }
    }

    private void feature(JsonNode feature) throws IOException, BadPlaceFile {
      number++;
      JsonNode properties = feature.path("properties");
      Optional<String> name = GeoJsonProperties.name(properties);
      if (name.isEmpty()) {
        sink.skipped("without a name");
        return;
      }
      Bounds bounds = new Bounds();
      add(feature.path("geometry"), bounds);
      Optional<LatLon> position = bounds.middle();
      if (position.isEmpty()) {
        sink.skipped("without a position");
        return;
      }
      sink.place(
          new Place(
              id(feature, properties),
              name.get(),
              GeoJsonProperties.types(properties),
              position.get(),
              GeoJsonProperties.vicinity(properties),
              GeoJsonProperties.importance(properties),
              GeoJsonProperties.credits(properties)));
    }

    private String id(JsonNode feature, JsonNode properties) {
      for (JsonNode id : List.of(feature.path("id"), properties.path("id"))) {
        if (id.isValueNode() && !id.isNull()) {
          return source + ":" + id.asText();
        }
      }
      return file.ownId(source, "feature-" + number);
    }

    private void add(JsonNode geometry, Bounds bounds) throws BadPlaceFile {
      geometry.path("geometries").forEach(part -> addCoordinates(part.path("coordinates"), bounds));
      addCoordinates(geometry.path("coordinates"), bounds);
      if (bounds.isOffSphere()) {
        throw new BadPlaceFile(
            "feature %,d: its coordinates are no longitude and latitude in degrees"
                .formatted(number));
      }
    }

    private static void addCoordinates(JsonNode coordinates, Bounds bounds) {
      if (coordinates.path(0).isNumber()) {
        bounds.add(coordinates.path(1).asDouble(Double.NaN), coordinates.path(0).asDouble());
      } else {
        coordinates.forEach(part -> addCoordinates(part, bounds));
      }
    }
  }
}
