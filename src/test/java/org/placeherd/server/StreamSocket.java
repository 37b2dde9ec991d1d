package org.placeherd.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Somebody who follows by WebSocket.
final class StreamSocket implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final LinkedBlockingQueue<JsonNode> lines = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();

  StreamSocket(int port, String query) throws Exception {
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/stream" + query), this)
            .get();
  }

  JsonNode next() throws Exception {
    JsonNode line = lines.poll(20, TimeUnit.SECONDS);
    if (line == null) {
      throw new EOFException("nothing came");
    }
    return line;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      text.toString()
          .lines()
          .forEach(line -> {
            try {
              lines.add(JSON.readTree(line));
            } catch (java.io.IOException e) {
              closed.completeExceptionally(e);
            }
          });
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
