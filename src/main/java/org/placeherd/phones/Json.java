package org.placeherd.phones;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;

/// JSON that strangers wrote, read within bounds and never with an exception.
final class Json {
  /// The deepest that any app nests is five.
  private static final int DEPTH_MAX = 32;

  /// Longer than any number that has a meaning here.
  private static final int NUMBER_CHARACTERS_MAX = 100;

  /// Longer than any name that has one.
  private static final int NAME_CHARACTERS_MAX = 1_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_CHARACTERS_MAX)
                          .maxNameLength(NAME_CHARACTERS_MAX)
                          .maxStringLength(PhoneRequest.BODY_BYTES_MAX)
                          .build())
                  // Names of strangers would only fill a table that all readers share.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// One whole document; empty if it is none, or beyond the bounds.
  static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(MAPPER.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /// Whether a body is meant to be JSON.
  static boolean isBegunBy(String body) {
    return body.startsWith("{") || body.startsWith("[");
  }

  /// A string, number or truth value as text, numbers without an exponent; empty for anything else.
  static Optional<String> text(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      double number = value.doubleValue();
      return Double.isFinite(number)
          ? Optional.of(BigDecimal.valueOf(number).toPlainString())
          : Optional.empty();
    }
    boolean isText = value.isTextual() || value.isNumber() || value.isBoolean();
    return isText ? Optional.of(value.asText()) : Optional.empty();
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
