package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import org.placeherd.geo.LatLon;
import org.placeherd.places.Place;

/// GeoJSON (RFC 7946): a FeatureCollection, or features one after the other, a line each or with a
/// record separator before each (RFC 8142). A feature that is no point counts by the middle of its
/// bounds. Read as a stream: a file, and the geometry of a feature, may be longer than memory.
final class GeoJson implements PlaceFormat {
  /// Of the properties of a feature, or of its id: what is kept of it in memory. As objects they
  /// take up to some 30 times as many bytes.
  static final int KEPT_CHARACTERS_MAX = 4 << 20;

  private static final Terms TERMS = new Terms("geojson", "", "not stated");
  private static final char RECORD_SEPARATOR = 0x1E;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// Keeps no table of all names of fields in a file, which might fill the memory.
  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

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
    try (BoundedReader text = text(file);
        JsonParser json = MAPPER.createParser(text)) {
      new Features(json, text, file, source, sink).read();
    }
  }

  private static BoundedReader text(PlaceFile file) throws IOException, BadPlaceFile {
    Reader text =
        new BufferedReader(
            new InputStreamReader(
                new WithoutByte(file.open(), (byte) RECORD_SEPARATOR), UTF_8.newDecoder()));
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return new BoundedReader(text);
  }

  /// Walks over the documents of a file.
  private static final class Features {
    private final JsonParser json;
    private final BoundedReader text;
    private final PlaceFile file;
    private final String source;
    private final PlaceSink sink;
    private long number;

    Features(JsonParser json, BoundedReader text, PlaceFile file, String source, PlaceSink sink) {
      this.json = json;
      this.text = text;
      this.file = file;
      this.source = source;
      this.sink = sink;
    }

    void read() throws IOException, BadPlaceFile {
      try {
        while (json.nextToken() != null) {
          document();
        }
      } catch (BoundedReader.TooLong e) {
        throw bad(
            "its properties are longer than %,d characters".formatted(KEPT_CHARACTERS_MAX), e);
      } catch (JsonEOFException e) {
        throw new BadPlaceFile("it ends in the middle; is it truncated?", e);
      } catch (JacksonException e) {
        String why = e.getOriginalMessage().replaceFirst(", from `[^`]*`", "");
        JsonLocation at = e.getLocation();
        if (at == null) {
          throw bad(why, e);
        }
        throw new BadPlaceFile("line %d: %s".formatted(at.getLineNr(), why), e);
      }
    }

    private BadPlaceFile bad(String why, IOException cause) {
      return new BadPlaceFile("feature %,d: %s".formatted(number + 1, why), cause);
    }

    /// A collection is gone through feature by feature; anything else may be a feature itself.
    private void document() throws IOException, BadPlaceFile {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new BadPlaceFile(
            "line %d: a GeoJSON object begins with {"
                .formatted(json.currentLocation().getLineNr()));
      }
      Feature document = new Feature();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("features") && json.currentToken() == JsonToken.START_ARRAY) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            add(feature());
          }
        } else {
          read(field, document);
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new BadPlaceFile("it ends in the middle; is it truncated?");
      }
      if (document.type.asText().equals("Feature")) {
        add(document);
      }
    }

    private Feature feature() throws IOException {
      Feature feature = new Feature();
      if (json.currentToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          json.nextToken();
          read(field, feature);
        }
      } else {
        json.skipChildren();
      }
      return feature;
    }

    private void read(String field, Feature into) throws IOException {
      switch (field) {
        case "type" -> into.type = kept();
        case "id" -> into.id = kept();
        case "properties" -> into.properties = kept();
        case "geometry" -> {
          into.bounds = new Bounds();
          addGeometry(into.bounds);
        }
        default -> json.skipChildren();
      }
    }

    private JsonNode kept() throws IOException {
      text.allow(KEPT_CHARACTERS_MAX);
      JsonNode kept = json.readValueAsTree();
      text.allow(Long.MAX_VALUE);
      return kept;
    }

    private void addGeometry(Bounds bounds) throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("coordinates")) {
          addCoordinates(bounds);
        } else if (field.equals("geometries") && json.currentToken() == JsonToken.START_ARRAY) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            addGeometry(bounds);
          }
        } else {
          json.skipChildren();
        }
      }
    }

    /// A position, or a list of them, or a list of such lists.
    private void addCoordinates(Bounds bounds) throws IOException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (json.nextToken().isNumeric()) {
        double longitude = json.getDoubleValue();
        double latitude = json.nextToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
        bounds.add(latitude, longitude);
        while (json.currentToken() != JsonToken.END_ARRAY) { // a height
          json.skipChildren();
          json.nextToken();
        }
      } else {
        while (json.currentToken() != JsonToken.END_ARRAY) {
          addCoordinates(bounds);
          json.nextToken();
        }
      }
    }

    private void add(Feature feature) throws IOException, BadPlaceFile {
      number++;
      Optional<String> name = GeoJsonProperties.name(feature.properties);
      if (name.isEmpty()) {
        sink.skipped("without a name");
        return;
      }
      if (feature.bounds.isOffSphere()) {
        throw new BadPlaceFile(
            "feature %,d: its coordinates are no longitude and latitude in degrees"
                .formatted(number));
      }
      Optional<LatLon> position = feature.bounds.middle();
      if (position.isEmpty()) {
        sink.skipped("without a position");
        return;
      }
      sink.place(
          new Place(
              id(feature),
              name.get(),
              GeoJsonProperties.types(feature.properties),
              position.get(),
              GeoJsonProperties.vicinity(feature.properties),
              GeoJsonProperties.importance(feature.properties),
              GeoJsonProperties.credits(feature.properties)));
    }

    private String id(Feature feature) {
      for (JsonNode id : List.of(feature.id, feature.properties.path("id"))) {
        if (id.isValueNode() && !id.isNull()) {
          return source + ":" + id.asText();
        }
      }
      return file.ownId(source, "feature-" + number);
    }
  }

  /// What is kept of a feature while it is read.
  private static final class Feature {
    private JsonNode type = MissingNode.getInstance();
    private JsonNode id = MissingNode.getInstance();
    private JsonNode properties = MissingNode.getInstance();
    private Bounds bounds = new Bounds();
  }
}
