package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One TCP connection that a test drives by hand. Text is ISO 8859-1: a character is a byte.
final class LineClient implements ScenarioConnection {
  /// No test waits longer for a reply.
  private static final int PATIENCE_MILLIS = 15_000;

  private static final int INPUT_BYTES = 64 * 1024;

  private final Socket socket;
  private final byte[] input = new byte[INPUT_BYTES];
  private int at;
  private int end;

  LineClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  static LineClient connect(int port) throws IOException {
    return connect(port, 0);
  }

  /// A connection by TLS; the handshake is over when this returns.
  static LineClient connect(int port, SSLContext tls) throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return new LineClient(socket);
  }

  /// A connection with a small buffer on our side, for clients that read little.
  static LineClient connect(int port, int receiveBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    return new LineClient(socket);
  }

  @Override
  public void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  @Override
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int value = read();
      if (value < 0) {
        throw new EOFException("closed behind '" + line.toString(ISO_8859_1) + "'");
      }
      if (value == '\n') {
        return line.toString(ISO_8859_1);
      }
      line.write(value);
    }
  }

  private int read() throws IOException {
    if (at == end) {
      int read = socket.getInputStream().read(input);
      at = 0;
      end = Math.max(0, read);
    }
    return at == end ? -1 : input[at++] & 0xFF;
  }

  /// Sends a line and waits for one line.
  String ask(String line) throws IOException {
    send(line + "\n");
    return line();
  }

  /// Sends a WHATSAT and waits for the whole reply, the two newlines at its end included.
  String whatsat(String client) throws IOException {
    send("WHATSAT " + client + " 10 5\n");
    return answer();
  }

  /// A reply to WHATSAT: up to an empty line; one line only where it is a complaint.
  String answer() throws IOException {
    String first = line() + "\n";
    if (first.startsWith("? ")) {
      return first;
    }
    StringBuilder reply = new StringBuilder(first);
    String line;
    do {
      line = line();
      reply.append(line).append('\n');
    } while (!line.isEmpty());
    return reply.toString();
  }

  /// What one read of the socket gives.
  String readOnce() throws IOException {
    int read = socket.getInputStream().read(input);
    return read < 0 ? "" : new String(input, 0, read, ISO_8859_1);
  }

  /// All that comes until the other side closes.
  String rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(Arrays.copyOfRange(input, at, end));
    at = end;
    socket.getInputStream().transferTo(rest);
    return rest.toString(ISO_8859_1);
  }

  @Override
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /// Breaks the connection off.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Whether nothing comes for a while.
  boolean isSilent(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      int value = read();
      at -= value < 0 ? 0 : 1;
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
