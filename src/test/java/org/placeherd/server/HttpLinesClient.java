package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A client that posts its lines, as many as there are. What has no LF yet leaves when a reply is
/// wanted.
final class HttpLinesClient implements ScenarioConnection {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI uri;
  private String unsent = "";
  private String unread = "";

  HttpLinesClient(int port) {
    uri = URI.create("http://127.0.0.1:" + port + "/v1/lines");
  }

  /// Posts text, which is ISO 8859-1 here.
  HttpResponse<String> post(String text, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(text.getBytes(ISO_8859_1)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString(ISO_8859_1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void exchange(String lines) throws IOException {
    HttpResponse<String> response = post(lines);
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + ": " + response.body());
    }
    unread += response.body();
  }

  @Override
  public void send(String text) throws IOException {
    unsent += text;
    int end = unsent.lastIndexOf('\n') + 1;
    if (end > 0) {
      String lines = unsent.substring(0, end);
      unsent = unsent.substring(end);
      exchange(lines);
    }
  }

  @Override
  public String line() throws IOException {
    if (unread.isEmpty()) {
      endOutput();
    }
    int end = unread.indexOf('\n');
    if (end < 0) {
      throw new EOFException("nothing more was asked");
    }
    String line = unread.substring(0, end);
    unread = unread.substring(end + 1);
    return line;
  }

  @Override
  public void endOutput() throws IOException {
    if (!unsent.isEmpty()) {
      String rest = unsent;
      unsent = "";
      exchange(rest);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
