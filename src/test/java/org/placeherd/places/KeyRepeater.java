package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.placeherd.places.stub.PlacesStub;

/// Servers that say the key again that they were sent.
final class KeyRepeater {
  private KeyRepeater() {}

  /// A server that repeats the whole request in its complaint.
  static HttpServer inComplaints(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          String said = exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet();
          String quoted = said.replace("\"", "'");
          byte[] body =
              """
              {"error": {"message": "%1$s", "status": "%1$s", "details":
                [{"@type": "/google.rpc.ErrorInfo", "reason": "%1$s"}]},
               "error_message": "%1$s", "status": "%1$s", "message": "%1$s",
               "remark": "runtime error %1$s", "features": 5}\
              """
                  .formatted(quoted)
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /// The stub, but that it puts the key into what it finds.
  static HttpServer inPlaces(PlacesStub stub) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    HttpClient client = HttpClient.newHttpClient();
    server.createContext(
        "/",
        exchange -> {
          HttpRequest.Builder request =
              HttpRequest.newBuilder(stub.url().resolve(exchange.getRequestURI()))
                  .method(
                      exchange.getRequestMethod(),
                      HttpRequest.BodyPublishers.ofByteArray(
                          exchange.getRequestBody().readAllBytes()));
          for (String header : List.of("X-Goog-Api-Key", "X-Goog-FieldMask", "Content-Type")) {
            exchange
                .getRequestHeaders()
                .getOrDefault(header, List.of())
                .forEach(value -> request.header(header, value));
          }
          HttpResponse<String> response =
              client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
          byte[] body = blabbed(response.body()).getBytes(UTF_8);
          exchange.sendResponseHeaders(response.statusCode(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String blabbed(String body) {
    return body.replace("Royce Hall", "Royce " + PlacesStub.KEY)
        .replaceFirst(
            "\"html_attributions\"\\s*:\\s*\\[\\s*]",
            "\"html_attributions\":[\"by " + PlacesStub.KEY + "\"]")
        .replace(
            "\"displayName\"",
            "\"attributions\":[{\"provider\":\"by " + PlacesStub.KEY + "\"}],\"displayName\"");
  }
}
