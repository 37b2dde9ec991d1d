package org.placeherd.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The OpenAPI document describes what there is, all of it and nothing else.
class OpenApiTest {
  /// What stands under `/v1` and is answered elsewhere.
  private static final List<String> ELSEWHERE = List.of("get /v1/lines", "post /v1/lines");

  private final JsonNode document;

  OpenApiTest() throws IOException {
    document = new ObjectMapper().readTree(OpenApi.bytes());
  }

  private static String name(Operation operation) {
    return operation.method().toLowerCase(Locale.ROOT) + " " + operation.path();
  }

  private JsonNode described(Operation operation) {
    return document
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT));
  }

  @Test
  void everyOperationIsDescribedAndNoOther() {
    assertThat(document.get("openapi").asText()).startsWith("3.1");
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(method -> described.add(method + " " + path.getKey()));
    }
    Set<String> there =
        Arrays.stream(Operation.values())
            .map(OpenApiTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    there.addAll(ELSEWHERE);
    assertThat(described).isEqualTo(there);
  }

  @Test
  void everyParameterIsDescribedAndNoOther() {
    for (Operation operation : Operation.values()) {
      Set<String> query = new TreeSet<>();
      boolean namesClient = false;
      for (JsonNode reference : described(operation).path("parameters")) {
        JsonNode parameter = JsonSchema.resolve(document, reference);
        switch (parameter.get("in").asText()) {
          case "query" -> query.add(parameter.get("name").asText());
          case "path" -> namesClient = true;
          default ->
              assertThat(parameter.get("name").asText()).isIn("If-None-Match", "Last-Event-ID");
        }
      }
      assertThat(query).as(name(operation)).isEqualTo(new TreeSet<>(operation.parameters()));
      assertThat(namesClient).as(name(operation)).isEqualTo(operation.path().contains("{id}"));
      assertThat(described(operation).has("requestBody"))
          .as(name(operation))
          .isEqualTo(operation.takesBody());
    }
  }

  @Test
  void everyExampleIsRightByItsSchema() {
    int examples = 0;
    for (JsonNode parent : document.findParents("example")) {
      if (parent.has("schema")) {
        assertThat(JsonSchema.broken(document, parent.get("schema"), parent.get("example")))
            .as(parent.toString())
            .isEmpty();
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(20);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode parent : document.findParents("$ref")) {
      assertThat(JsonSchema.resolve(document, parent).isObject()).isTrue();
    }
  }

  @Test
  void everyOperationStandsInTheDocumentForPeople() throws IOException {
    String text = Files.readString(Path.of("docs/api.md"));
    for (Operation operation : Operation.values()) {
      assertThat(text).contains("| `%s %s` |".formatted(operation.method(), operation.path()));
      for (String parameter : operation.parameters()) {
        assertThat(text).contains("| `" + parameter + "`");
      }
    }
  }

  @Test
  void theCheckOfSchemasBites() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode client = document.at("/components/schemas/Client");
    JsonNode right =
        document.at("/paths/~1v1~1clients~1{id}/get/responses/200/content").findValue("example");
    assertThat(JsonSchema.broken(document, client, right)).isEmpty();
    for (String wrong :
        List.of(
            "{}",
            "[]",
            right.toString().replace("34.06893", "91"),
            right.toString().replace("34.06893", "\"34\""),
            right.toString().replace("\"lat\"", "\"latitude\""))) {
      assertThat(JsonSchema.broken(document, client, json.readTree(wrong))).as(wrong).isNotEmpty();
    }
  }
}
