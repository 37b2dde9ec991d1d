package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Somebody who follows the stream by server-sent events, read as the standard says. A test drives
/// it by hand.
public final class StreamClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;
  private final BufferedReader in;
  private String lastEventId;

  /// An event that came.
  ///
  /// @param id the id of the latest event, as a browser keeps it
  public record Event(String word, JsonNode data, String id) {
    public String client() {
      return data.path("id").asText();
    }
  }

  /// Connects, and waits until the stream has begun.
  ///
  /// @param lastEventId where to go on; empty for now
  public StreamClient(int port, String query, String lastEventId) throws IOException {
    this(port, query, lastEventId, 0);
  }

  /// @param receiveBytes the system's buffer; 0 for its own choice
  StreamClient(int port, String query, String lastEventId, int receiveBytes) throws IOException {
    this.lastEventId = lastEventId;
    socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    String header = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
    String request =
        "GET /v1/stream%s HTTP/1.0\r\nHost: localhost\r\n%s\r\n".formatted(query, header);
    socket.getOutputStream().write(request.getBytes(UTF_8));
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String status = in.readLine();
    if (status == null || !status.contains(" 200 ")) {
      throw new IOException("answered " + status);
    }
    String line = in.readLine();
    while (line != null && !line.startsWith(":")) {
      line = in.readLine(); // headers, and the sign of life with which a stream begins
    }
  }

  /// The next event.
  ///
  /// @throws EOFException if the stream ends
  public Event next() throws IOException {
    String word = "";
    StringBuilder data = new StringBuilder();
    while (true) {
      @Nullable String line = in.readLine();
      if (line == null) {
        throw new EOFException("the stream has ended");
      }
      if (line.startsWith("event: ")) {
        word = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data.append(line.substring("data: ".length()));
      } else if (line.startsWith("id: ")) {
        lastEventId = line.substring("id: ".length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Event(word, JSON.readTree(data.toString()), lastEventId);
      }
    }
  }

  /// The id of the latest event.
  String lastEventId() {
    return lastEventId;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
