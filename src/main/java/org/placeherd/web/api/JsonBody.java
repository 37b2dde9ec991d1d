package org.placeherd.web.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/// JSON that strangers sent, read within bounds.
final class JsonBody {
  static final String WHERE = "body";

  /// GeoJSON nests eight deep.
  private static final int DEPTH_MAX = 16;

  private static final int NUMBER_CHARACTERS_MAX = 100;
  private static final int NAME_CHARACTERS_MAX = 1_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_CHARACTERS_MAX)
                          .maxNameLength(NAME_CHARACTERS_MAX)
                          .build())
                  // Names of strangers would only fill a table that all readers share.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonBody() {}

  /// One whole document.
  static JsonNode read(byte[] bytes) throws ApiProblem {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
      throw problem(
          "The body is no JSON: %s (line %d, column %d)."
              .formatted(
                  e.getOriginalMessage(),
                  Math.max(1, at.getLineNr()),
                  Math.max(1, at.getColumnNr())));
    } catch (IOException e) {
      throw problem("The body is no JSON: " + e.getMessage() + ".");
    }
  }

  /// The body is wrong.
  static ApiProblem problem(String detail) {
    return new ApiProblem(ApiProblem.BAD_REQUEST, WHERE, detail);
  }
}
