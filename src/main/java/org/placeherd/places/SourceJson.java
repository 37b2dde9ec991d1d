package org.placeherd.places;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import org.placeherd.geo.LatLon;

/// Reads the JSON that a source has sent. Numbers keep their digits.
final class SourceJson {
  /// Google's replies are nested seven deep.
  private static final int DEPTH_MAX = 50;

  private static final int DIGITS_MAX = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(DIGITS_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SourceJson() {}

  /// The JSON object in a body.
  ///
  /// @param source who sent it
  /// @throws UpstreamFailure when there is something else in it
  static JsonNode object(String source, byte[] body) throws UpstreamFailure {
    return lenient(body)
        .orElseThrow(() ->
            new UpstreamFailure(
                UpstreamFailure.Kind.UNKNOWN_ERROR, source + " sent no whole JSON object"));
  }

  /// The JSON object in a body, if there is one.
  static Optional<JsonNode> lenient(byte[] body) {
    try {
      return Optional.ofNullable(MAPPER.readTree(body)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty(); // error pages are no JSON
    }
  }

  /// The list of that name, where a missing one is empty.
  ///
  /// @throws UpstreamFailure when it is something else
  static JsonNode list(String source, JsonNode object, String field) throws UpstreamFailure {
    JsonNode list = object.path(field);
    if (!list.isArray() && !list.isMissingNode()) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.UNKNOWN_ERROR, "%s sent no list of %s".formatted(source, field));
    }
    return list;
  }

  /// A text that is not blank.
  static Optional<String> text(JsonNode value) {
    return Optional.ofNullable(value.textValue()).filter(text -> !text.isBlank());
  }

  /// A point on the sphere.
  static Optional<LatLon> position(JsonNode latitude, JsonNode longitude) {
    return latitude.isNumber()
            && longitude.isNumber()
            && Math.abs(latitude.doubleValue()) <= 90
            && Math.abs(longitude.doubleValue()) <= 180
        ? Optional.of(new LatLon(latitude.doubleValue(), longitude.doubleValue()))
        : Optional.empty();
  }
}
