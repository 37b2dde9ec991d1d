package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.places.PlacesProviders;
import org.placeherd.web.api.JsonSchema;

/// What the OpenAPI document promises is asked of a real server, operation by operation, with the
/// document's own examples.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");

  /// They exclude others, and have tests of their own.
  private static final Set<String> LEFT_OUT = Set.of("client");

  /// What never ends has a test of its own; here it is asked whether it would begin.
  private static final String ENDLESS = "text/event-stream";

  private final TestHerd herd;
  private ApiClient api = new ApiClient(0);
  private JsonNode document = JSON.createObjectNode();

  OpenApiOverHttpTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
    herd.provider = Optional.of(PlacesProviders.named("embedded"));
  }

  @BeforeAll
  void start() throws Exception {
    api = new ApiClient(herd.startWithHttp("Alford"));
    document = api.read("/v1/openapi.json");
    try (LineClient client = herd.client("Alford")) {
      for (String line :
          List.of(
              "IAMAT kiwi +34.068930-118.445127 1400794645.392014450",
              "IAMAT emu +34.1-118.4 1400794645")) {
        assertThat(client.ask(line)).startsWith("AT ");
      }
    }
  }

  @AfterAll
  void stop() {
    api.close();
    herd.close();
  }

  /// The address with all examples in it.
  private String address(String path, JsonNode operation) {
    String address = path;
    StringJoiner query = new StringJoiner("&", "?", "");
    query.setEmptyValue("");
    for (JsonNode reference : operation.path("parameters")) {
      JsonNode parameter = JsonSchema.resolve(document, reference);
      String name = parameter.get("name").asText();
      String example =
          URLEncoder.encode(parameter.path("example").asText(), StandardCharsets.UTF_8);
      switch (parameter.get("in").asText()) {
        case "path" -> address = address.replace("{" + name + "}", example);
        case "query" -> {
          if (parameter.has("example") && !LEFT_OUT.contains(name)) {
            query.add(name + "=" + example);
          }
        }
        default -> {}
      }
    }
    return address + query;
  }

  private HttpResponse<byte[]> ask(String method, String address, JsonNode operation, String accept)
      throws Exception {
    if (!operation.has("requestBody")) {
      return api.get(address, "Accept", accept);
    }
    Map.Entry<String, JsonNode> body =
        operation.get("requestBody").get("content").properties().iterator().next();
    return api.send(
        method,
        address,
        body.getValue().get("example").isTextual()
            ? body.getValue().get("example").asText()
            : body.getValue().get("example").toString(),
        "Content-Type",
        body.getKey(),
        "Accept",
        accept);
  }

  @Test
  void everyDescribedOperationAnswersWhatIsDescribed() throws Exception {
    int answers = 0;
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        String address = address(path.getKey(), operation);
        for (Map.Entry<String, JsonNode> form :
            operation.at("/responses/200/content").properties()) {
          if (form.getKey().equals(ENDLESS)) {
            assertThat(api.send("HEAD", address, "").statusCode()).as(address).isEqualTo(200);
            continue;
          }
          HttpResponse<byte[]> answer =
              ask(method.getKey().toUpperCase(Locale.ROOT), address, operation, form.getKey());
          if (form.getKey().startsWith("text/")) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("AT ");
            continue;
          }
          JsonNode body = ApiClient.json(answer, 200);
          assertThat(answer.headers().firstValue("content-type")).contains(form.getKey());
          assertThat(JsonSchema.broken(document, form.getValue().get("schema"), body))
              .as(address)
              .isEmpty();
          answers++;
        }
      }
    }
    assertThat(answers).isGreaterThan(12);
  }

  @Test
  void theExamplesFindSomething() throws Exception {
    JsonNode paths = document.get("paths");
    for (String path : List.of("/v1/clients", "/v1/near")) {
      JsonNode found = api.read(address(path, paths.get(path).get("get")));
      assertThat(found.get("clients")).as(path).isNotEmpty();
    }
    for (String path : List.of("/v1/places", "/v1/clients/{id}/places")) {
      JsonNode found = api.read(address(path, paths.get(path).get("get")));
      assertThat(found.get("places")).as(path).isNotEmpty();
    }
  }

  @Test
  void whatIsNotDescribedIsNotAnswered() throws Exception {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (String method : METHODS) {
        if (!path.getValue().has(method.toLowerCase(Locale.ROOT))) {
          HttpResponse<byte[]> answer = api.send(method, path.getKey().replace("{id}", "kiwi"), "");
          JsonNode problem = ApiClient.json(answer, 405);
          assertThat(problem(problem)).as(method + " " + path.getKey()).isEmpty();
        }
      }
    }
  }

  @Test
  void mistakesAreToldAsIsDescribed() throws Exception {
    for (String wrong : List.of("/v1/near", "/v1/clients/dodo", "/v1/nothing")) {
      assertThat(problem(JSON.readTree(api.get(wrong).body()))).as(wrong).isEmpty();
    }
  }

  private List<String> problem(JsonNode problem) {
    return JsonSchema.broken(document, document.at("/components/schemas/Problem"), problem);
  }
}
