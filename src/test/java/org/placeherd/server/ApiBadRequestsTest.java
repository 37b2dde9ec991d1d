package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.web.HttpClientSocket;
import org.placeherd.web.HttpClientSocket.Answer;

/// What is wrong under `/v1` is told: what, where, and what to do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiBadRequestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";

  private final TestHerd herd;
  private int port;

  ApiBadRequestsTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @BeforeAll
  void start() throws Exception {
    port = herd.startWithHttp("Alford");
  }

  @AfterAll
  void stop() {
    herd.close();
  }

  private static void isProblem(JsonNode problem, int status, String where, String sentence) {
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("where").asText()).isEqualTo(where);
    assertThat(problem.get("detail").asText()).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/                                       | 404 | path | openapi.json",
        "/v1/clients/                               | 404 | path | openapi.json",
        "/v1/clients/a/b                            | 404 | path | %2F",
        "/v1/clients/dodo                           | 404 | path | byte for byte",
        "/v1/clients/%zz                            | 400 | path | percent-encoded",
        "/v1/clients/a%2                            | 400 | path | percent-encoded",
        "/v1/clients/a?x=1                          | 400 | query | none is taken",
        "/v1/clients?limt=1                         | 400 | query | cursor, limit, prefix",
        "/v1/clients?limit=0                        | 400 | query parameter limit | 1 to 1000",
        "/v1/clients?limit=1001                     | 400 | query parameter limit | 1 to 1000",
        "/v1/clients?limit=99999999999              | 400 | query parameter limit | 1 to 1000",
        "/v1/clients?limit=-1                       | 400 | query parameter limit | not '-1'",
        "/v1/clients?limit=1&limit=2                | 400 | query parameter limit | once",
        "/v1/clients?cursor=7                       | 400 | query parameter cursor | begin again",
        "/v1/clients?prefix=%e                      | 400 | query parameter prefix |"
            + " percent-encoded",
        "/v1/near                                   | 400 | query | Near what?",
        "/v1/near?location=1,2&client=a             | 400 | query | give one",
        "/v1/near?location=91,2                     | 400 | query parameter location |"
            + " latitude,longitude",
        "/v1/near?location=1                        | 400 | query parameter location |"
            + " latitude,longitude",
        "/v1/near?location=NaN,1                    | 400 | query parameter location |"
            + " latitude,longitude",
        "/v1/near?location=1,2&radius=-1            | 400 | query parameter radius | 0 or more",
        "/v1/near?location=1,2&radius=far           | 400 | query parameter radius | not 'far'",
        "/v1/near?location=1,2&max_age=-1           | 400 | query parameter max_age | in seconds",
        "/v1/near?bbox=1,2,3                        | 400 | query parameter bbox |"
            + " west,south,east,north",
        "/v1/near?bbox=1,5,3,2                      | 400 | query parameter bbox |"
            + " west,south,east,north",
        "/v1/near?client=dodo                       | 404 | query parameter client | byte for byte",
        "/v1/places?radius=1                        | 400 | query parameter location | missing",
        "/v1/places?location=1,2                    | 400 | query parameter radius | missing",
        "/v1/places?location=1,2&radius=50001       | 400 | query parameter radius | 0 to 50000",
        "/v1/places?location=1,2&radius=1&limit=21  | 400 | query parameter limit | 1 to 20",
        "/v1/places?location=1,2&radius=1&type=A    | 400 | query parameter type | cafe",
        "/v1/places?location=1,2&radius=1&rank=best | 400 | query parameter rank | importance",
        "/v1/clients/dodo/places                    | 400 | query parameter radius | missing",
        "/v1/herd?x                                 | 400 | query | none is taken"
      })
  void isTold(String path, int status, String where, String sentence) throws Exception {
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      Answer answer = client.get(path);
      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      assertThat(answer.header("content-type")).contains("application/problem+json");
      isProblem(JSON.readTree(answer.body()), status, where, sentence);
      // A mistake costs nobody the connection.
      assertThat(client.get("/v1/herd").status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /v1/near    | text/plain       | {}    | 415 | header Content-Type | geo+json",
        "POST   | /v1/near    | application/json | {     | 400 | body | no JSON",
        "POST   | /v1/near    | application/json | {}    | 400 | body | Polygon",
        "POST   | /v1/near    | application/json | {} {} | 400 | body | no JSON",
        "POST   | /v1/near    | application/json | {\"type\":\"Point\",\"coordinates\":[1,2]} | 400"
            + " | body | 'Point'",
        "POST   | /v1/near    | application/json | {\"type\":\"Polygon\",\"coordinates\":[[[1,2]]]}"
            + " | 400 | body | three different corners",
        "POST   | /v1/near    | application/json | {\"type\":\"Polygon\",\"coordinates\":[[1,2]]} |"
            + " 400 | body | [longitude, latitude]",
        "POST   | /v1/near    | application/json |"
            + " {\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,95],[5,6]]]} | 400 | body |"
            + " latitude",
        "POST   | /v1/near    | application/json | [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]] | 400"
            + " | body | depth",
        "POST   | /v1/clients | application/json | {}    | 405 | method | only GET, HEAD",
        "DELETE | /v1/near    | application/json | {}    | 405 | method | only GET, HEAD, POST",
        "GET    | /v1/herd    | application/json | {}    | 413 | body | No body is taken"
      })
  void aBodyIsTold(
      String method,
      String path,
      String type,
      String body,
      int status,
      String where,
      String sentence)
      throws Exception {
    try (ApiClient client = new ApiClient(port)) {
      HttpResponse<byte[]> answer = client.send(method, path, body, "Content-Type", type);
      isProblem(ApiClient.json(answer, status), status, where, sentence);
      if (status == 405) {
        assertThat(answer.headers().firstValue("allow").orElseThrow()).startsWith("GET, HEAD");
      }
      assertThat(client.get("/v1/herd").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPolygonThatIsTooLongIsRefusedWithoutBeingRead() throws Exception {
    try (ApiClient client = new ApiClient(port)) {
      String tooLong = " ".repeat(65_537);
      HttpResponse<byte[]> answer =
          client.send("POST", "/v1/near", tooLong, "Content-Type", JSON_TYPE);
      isProblem(ApiClient.json(answer, 413), 413, "body", "65,536 bytes");
    }
  }
}
