package org.placeherd.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.placeherd.server.ServerAddress;
import org.placeherd.transport.Tls;

/// One connection to a server that sends lines and waits for the answers. For one thread.
final class LineClient implements AutoCloseable {
  /// Longest answer read: twenty places with all their fields are far smaller.
  static final int MAXIMUM_ANSWER_BYTES = 4 << 20;

  private final Socket socket;
  private final InputStream in;
  private final Duration patience;
  private final byte[] buffer = new byte[8192];
  private int next;
  private int filled;
  private long deadlineNanos;

  private LineClient(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.patience = patience;
  }

  /// Connects.
  ///
  /// @param patience how long to wait for the connection, and later for each whole answer
  static LineClient connect(ServerAddress server, Duration patience) throws IOException {
    InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(server.host());
    }
    Socket socket = new Socket();
    try {
      socket.connect(address, (int) patience.toMillis());
      socket.setTcpNoDelay(true);
      return new LineClient(socket, patience);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Connects by TLS, and sees that it is the server of that name.
  static LineClient connect(ServerAddress server, Duration patience, SSLContext tls)
      throws IOException {
    return connect(server, patience, tls, List.of(server.name()));
  }

  /// Connects by TLS, and sees that it is a server of one of these names.
  static LineClient connect(
      ServerAddress server, Duration patience, SSLContext tls, List<String> accepted)
      throws IOException {
    LineClient plain = connect(server, patience);
    try {
      plain.socket.setSoTimeout((int) patience.toMillis());
      SSLSocket secret =
          (SSLSocket)
              tls.getSocketFactory().createSocket(plain.socket, server.name(), server.port(), true);
      secret.startHandshake();
      X509Certificate shown = (X509Certificate) secret.getSession().getPeerCertificates()[0];
      if (Collections.disjoint(Tls.names(shown), accepted)) {
        throw new IOException(
            "its certificate is for %s, not for %s"
                .formatted(Tls.names(shown), String.join(" or ", accepted)));
      }
      return new LineClient(secret, patience);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /// Sends one line in one write; `line` is without its end. The wait for the answer begins.
  void send(String line) throws IOException {
    deadlineNanos = System.nanoTime() + patience.toNanos();
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// The next line, with its LF.
  byte[] readLine() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (read(answer) != '\n') {
      requireRoom(answer);
    }
    return answer.toByteArray();
  }

  /// The answer to a WHATSAT: all up to and with an empty line, or one line if that begins with
  /// `?`.
  byte[] readParagraph() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(readLine());
    if (answer.toByteArray()[0] == '?') {
      return answer.toByteArray();
    }
    int before = '\n';
    int last = read(answer);
    while (last != '\n' || before != '\n') {
      requireRoom(answer);
      before = last;
      last = read(answer);
    }
    return answer.toByteArray();
  }

  private int read(ByteArrayOutputStream answer) throws IOException {
    if (next == filled) {
      fill();
    }
    byte read = buffer[next++];
    answer.write(read);
    return read;
  }

  /// Waits for bytes, but not beyond the deadline of the whole answer.
  private void fill() throws IOException {
    long millis = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    socket.setSoTimeout((int) millis);
    int count = in.read(buffer);
    if (count < 0) {
      throw new EOFException();
    }
    next = 0;
    filled = count;
  }

  private static void requireRoom(ByteArrayOutputStream answer) throws IOException {
    if (answer.size() >= MAXIMUM_ANSWER_BYTES) {
      throw new IOException("the answer is longer than " + MAXIMUM_ANSWER_BYTES + " bytes");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
