package org.placeherd.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One TLS connection on which a test writes the frames of HTTP/2 by hand (RFC 9113).
final class Http2Socket implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  private static final int PATIENCE_MILLIS = 15_000;

  private final SSLSocket socket;
  private final DataInputStream in;

  /// A frame that came.
  record Frame(int type, int flags, int stream, ByteBuffer payload) {
    /// Of RST_STREAM the first number, of GOAWAY the second: an error code.
    int error() {
      return payload.getInt(type == GOAWAY ? 4 : 0);
    }

    boolean isEnd() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }
  }

  /// Connects, agrees on HTTP/2 and sends the preface and empty settings.
  Http2Socket(int port, SSLContext tls, byte... settings) throws IOException {
    socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!socket.getApplicationProtocol().equals("h2")) {
      throw new IOException("the server speaks " + socket.getApplicationProtocol());
    }
    in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    send(SETTINGS, 0, 0, settings);
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  void send(int type, int flags, int stream, byte... payload) throws IOException {
    socket.getOutputStream().write(frame(type, flags, stream, payload));
  }

  /// Header lines of a request, each written out.
  static byte[] head(String method, String path, String... others) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    add(block, ":method", method);
    add(block, ":scheme", "https");
    add(block, ":authority", "localhost");
    add(block, ":path", path);
    for (int i = 0; i < others.length; i += 2) {
      add(block, others[i], others[i + 1]);
    }
    return block.toByteArray();
  }

  private static void add(ByteArrayOutputStream block, String name, String value) {
    block.write(0); // without indexing, a new name
    block.write(name.length());
    block.writeBytes(name.getBytes(US_ASCII));
    int most = 127;
    if (value.length() < most) {
      block.write(value.length());
    } else { // RFC 7541 §5.1
      block.write(most);
      int rest = value.length() - most;
      for (; rest > most; rest >>= 7) {
        block.write(rest % 128 + 128);
      }
      block.write(rest);
    }
    block.writeBytes(value.getBytes(US_ASCII));
  }

  /// Asks for a path.
  void get(int stream, String path) throws IOException {
    send(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", path));
  }

  Frame next() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, flags, stream, ByteBuffer.wrap(in.readNBytes(length)));
  }

  /// The next frame that a test waits for.
  Frame next(Predicate<Frame> wanted) throws IOException {
    Frame frame = next();
    while (!wanted.test(frame)) {
      frame = next();
    }
    return frame;
  }

  Frame next(int type) throws IOException {
    return next(frame -> frame.type == type);
  }

  /// Sends the same bytes until the other side has had enough. Returns whether it came to that
  /// before so many.
  boolean isEndedBefore(int times, byte[]... different) {
    try {
      for (int i = 0; i < times; i++) {
        for (byte[] bytes : different) {
          socket.getOutputStream().write(bytes);
        }
      }
      return isClosedByServer();
    } catch (IOException e) {
      return true;
    }
  }

  /// Reads on until the other side closes.
  boolean isClosedByServer() throws IOException {
    try {
      while (true) {
        next();
      }
    } catch (EOFException | SocketException e) {
      return true;
    } catch (javax.net.ssl.SSLException e) {
      return true; // cut
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
