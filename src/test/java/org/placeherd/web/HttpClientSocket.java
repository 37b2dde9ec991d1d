package org.placeherd.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;

/// One TCP connection on which a test writes HTTP by hand.
public final class HttpClientSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;

  private final Socket socket;
  private final InputStream in;

  /// What was answered.
  public record Answer(int status, String head, String body) {
    /// The value of a header, if there is one.
    public Optional<String> header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst();
    }
  }

  /// Connects to a port of this machine.
  public HttpClientSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Posts a body and reads the answer.
  public Answer post(String path, String body, String... headers) throws IOException {
    String head = String.join("", java.util.Arrays.stream(headers).map(h -> h + "\r\n").toList());
    send(
        "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(path, head, body.length(), body));
    return answer();
  }

  /// Sends a request that is written out and reads the answer.
  public Answer ask(String head, String body) throws IOException {
    send(head + body);
    return answer();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /// Asks for a path and reads the answer.
  public Answer get(String path) throws IOException {
    sendGet(path);
    return answer();
  }

  void sendGet(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  Answer answer() throws IOException {
    return answer(true);
  }

  Answer answer(boolean hasBody) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append('\n');
    }
    Answer answer = new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), "");
    int length = answer.header("content-length").map(Integer::parseInt).orElse(0);
    byte[] body = hasBody ? in.readNBytes(length) : new byte[0];
    return new Answer(
        answer.status, answer.head, new String(body, java.nio.charset.StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new java.io.EOFException("closed behind '" + line + "'");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /// The next bytes, whatever they are.
  byte[] bytes(int count) throws IOException {
    return in.readNBytes(count);
  }

  /// Whether the other side closes without another byte; waits for that.
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true; // it was reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
