package org.placeherd.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a JSON value breaks of a schema, by those words of JSON Schema that the OpenAPI document
/// uses; a word that is not known here is a mistake in the schema.
public final class JsonSchema {
  private static final Set<String> SAY_NOTHING = Set.of("description", "properties", "example");

  private final JsonNode document;
  private final List<String> broken = new ArrayList<>();

  private JsonSchema(JsonNode document) {
    this.document = document;
  }

  /// What a value breaks, each with its place; none if it is right.
  ///
  /// @param document where `$ref` looks
  public static List<String> broken(JsonNode document, JsonNode schema, JsonNode value) {
    JsonSchema check = new JsonSchema(document);
    check.check(schema, value, "$");
    return check.broken;
  }

  /// The node that is meant, which may stand elsewhere in the document.
  public static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.get("$ref").asText().substring(1));
    }
    if (at.isMissingNode()) {
      throw new AssertionError("leads nowhere: " + node);
    }
    return at;
  }

  private void check(JsonNode reference, JsonNode value, String at) {
    JsonNode schema = resolve(document, reference);
    for (Map.Entry<String, JsonNode> word : schema.properties()) {
      if (!holds(word.getKey(), word.getValue(), schema, value, at)) {
        broken.add("%s: %s is not %s %s".formatted(at, value, word.getKey(), word.getValue()));
      }
    }
  }

  private boolean holds(String word, JsonNode wanted, JsonNode schema, JsonNode value, String at) {
    return switch (word) {
      case "type" -> hasType(wanted.asText(), value);
      case "const" -> value.equals(wanted);
      case "enum" -> contains(wanted, value);
      case "minimum" -> !value.isNumber() || value.doubleValue() >= wanted.doubleValue();
      case "maximum" -> !value.isNumber() || value.doubleValue() <= wanted.doubleValue();
      case "exclusiveMaximum" -> !value.isNumber() || value.doubleValue() < wanted.doubleValue();
      case "maxLength" -> !value.isTextual() || value.asText().length() <= wanted.asInt();
      case "minItems" -> !value.isArray() || value.size() >= wanted.asInt();
      case "maxItems" -> !value.isArray() || value.size() <= wanted.asInt();
      case "pattern" ->
          !value.isTextual() || Pattern.compile(wanted.asText()).matcher(value.asText()).find();
      case "format" -> Instant.parse(value.asText()) != null;
      case "required" -> hasAll(wanted, value);
      case "items" -> {
        for (int i = 0; i < value.size(); i++) {
          check(wanted, value.get(i), at + "[" + i + "]");
        }
        yield true;
      }
      case "additionalProperties" -> {
        checkMembers(schema, value, at);
        yield true;
      }
      default -> {
        if (!SAY_NOTHING.contains(word)) {
          throw new AssertionError("what does " + word + " mean in " + schema);
        }
        if (word.equals("properties") && !schema.has("additionalProperties")) {
          checkKnownMembers(wanted, value, at);
        }
        yield true;
      }
    };
  }

  private static boolean hasType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> throw new AssertionError("no such type: " + type);
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAll(JsonNode names, JsonNode value) {
    for (JsonNode name : names) {
      if (!value.has(name.asText())) {
        return false;
      }
    }
    return true;
  }

  /// The schema knows all members that there may be.
  private void checkMembers(JsonNode schema, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode known = schema.path("properties").path(member.getKey());
      if (known.isMissingNode()) {
        broken.add("%s: nobody knows the member %s".formatted(at, member.getKey()));
      } else {
        check(known, member.getValue(), at + "." + member.getKey());
      }
    }
  }

  private void checkKnownMembers(JsonNode known, JsonNode value, String at) {
    for (Map.Entry<String, JsonNode> member : known.properties()) {
      if (value.has(member.getKey())) {
        check(member.getValue(), value.get(member.getKey()), at + "." + member.getKey());
      }
    }
  }
}
