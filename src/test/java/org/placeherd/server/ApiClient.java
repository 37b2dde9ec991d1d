package org.placeherd.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A client of the API: the JDK's own.
final class ApiClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  ApiClient(int port) {
    this.port = port;
  }

  private HttpRequest.Builder to(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /// Asks, with headers in pairs of name and value.
  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return client.send(to(path, headers).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest request = to(path, headers).method(method, BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  /// The JSON that is answered with status 200.
  JsonNode read(String path, String... headers) throws Exception {
    return json(get(path, headers), 200);
  }

  static JsonNode json(HttpResponse<byte[]> answer, int status) throws IOException {
    if (answer.statusCode() != status) {
      throw new AssertionError(
          "status %d, not %d: %s"
              .formatted(
                  answer.statusCode(),
                  status,
                  new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)));
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
