package org.placeherd.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// What HTTP costs, by hand; `scripts/http` runs it.
///
/// `constant PORT` is a server of Vert.x as ours is one, which answers every request with the same
/// 200 bytes. `put PORT CONNECTIONS SECONDS` has that many connections put a position, each when it
/// has the answer to the one before. `lines PORT tcp|ws CONNECTIONS LINES MESSAGES SECONDS` keeps
/// MESSAGES of LINES lines on their way on each connection. Figures come as `key=value`. One
/// thread.
final class HttpBenchmark {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final String BODY = "{\"lat\":34.06893,\"lon\":-118.445127}";
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private HttpBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    switch (arguments[0]) {
      case "constant" -> answerTheSame(port);
      case "put" ->
          drive(port, number(arguments, 2), number(arguments, 3), i -> new Putting(i), false);
      case "lines" -> {
        boolean isWebSocket = arguments[2].equals("ws");
        int lines = number(arguments, 4);
        int messages = number(arguments, 5);
        drive(
            port,
            number(arguments, 3),
            number(arguments, 6),
            i -> new Lines(i, isWebSocket, lines, messages),
            isWebSocket);
      }
      default -> throw new IllegalArgumentException("no such part: " + arguments[0]);
    }
  }

  private static int number(String[] arguments, int at) {
    return Integer.parseInt(arguments[at]);
  }

  private static void answerTheSame(int port) throws Exception {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    Buffer same = Buffer.buffer("x".repeat(200));
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setHttp2ClearTextEnabled(false))
        .requestHandler(request ->
            request.endHandler(_ -> {
              request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
              var _ = request.response().end(same);
            }))
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    Thread.currentThread().join();
  }

  /// What one connection says, and how it reads what comes back.
  private abstract static class Talk {
    /// What is said at first, or again, `times` times.
    abstract ByteBuffer saying(int times);

    /// How many are kept on their way.
    abstract int atOnce();

    /// Takes what came; returns how many sayings were answered whole.
    abstract int heard(ByteBuffer bytes);

    /// What one saying counts for.
    abstract int weight();
  }

  private interface Maker {
    Talk make(int number);
  }

  /// A position, put.
  private static final class Putting extends Talk {
    private final byte[] request;
    private final byte[] got = new byte[BUFFER_BYTES];
    private int length;

    private Putting(int number) {
      request =
          "PUT /v1/clients/c%06d/position HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(number, BODY.length(), BODY)
              .getBytes(ISO_8859_1);
    }

    @Override
    ByteBuffer saying(int times) {
      return ByteBuffer.wrap(request);
    }

    @Override
    int atOnce() {
      return 1;
    }

    @Override
    int weight() {
      return 1;
    }

    @Override
    int heard(ByteBuffer bytes) {
      int more = bytes.remaining();
      bytes.get(got, length, more);
      length += more;
      int end = headEnd();
      if (end < 0) {
        return 0;
      }
      String head = new String(got, 0, end, ISO_8859_1).toLowerCase(Locale.ROOT);
      if (!head.startsWith("http/1.1 200")) {
        throw new IllegalStateException(head);
      }
      int at = head.indexOf("content-length: ") + "content-length: ".length();
      int body = Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
      if (length < end + body) {
        return 0;
      }
      length = 0;
      return 1;
    }

    private int headEnd() {
      for (int i = 0; i + HEAD_END.length <= length; i++) {
        if (java.util.Arrays.equals(got, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
          return i + HEAD_END.length;
        }
      }
      return -1;
    }
  }

  /// Messages of reports, none of which is newer than the first.
  private static final class Lines extends Talk {
    private final boolean isWebSocket;
    private final int lines;
    private final int messages;
    private final byte[] all;
    private final int messageBytes;
    private long payloadLeft;
    private long payloadLengthSoFar;
    private int headLeft;
    private int lengthBytes;
    private int repliesOfMessage;

    private Lines(int number, boolean isWebSocket, int lines, int messages) {
      this.isWebSocket = isWebSocket;
      this.lines = lines;
      this.messages = messages;
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < lines; i++) {
        text.append(
            "IAMAT cl%08d.u.edu +34.068930-118.445127 1790000000.392014450\n"
                .formatted(number * lines + i));
      }
      byte[] message = text.toString().getBytes(ISO_8859_1);
      byte[] framed = isWebSocket ? frame(message) : message;
      messageBytes = framed.length;
      all = new byte[framed.length * messages];
      for (int i = 0; i < messages; i++) {
        System.arraycopy(framed, 0, all, i * framed.length, framed.length);
      }
    }

    private static byte[] frame(byte[] message) {
      // A mask of zeros is a mask.
      ByteBuffer frame = ByteBuffer.allocate(message.length + 8);
      frame.put((byte) 0x81);
      if (message.length < 126) {
        frame.put((byte) (0x80 | message.length));
      } else {
        frame.put((byte) (0x80 | 126)).putShort((short) message.length);
      }
      frame.putInt(0).put(message).flip();
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      return bytes;
    }

    @Override
    ByteBuffer saying(int times) {
      return ByteBuffer.wrap(all, 0, times * messageBytes);
    }

    @Override
    int atOnce() {
      return messages;
    }

    @Override
    int weight() {
      return lines;
    }

    @Override
    int heard(ByteBuffer bytes) {
      int replies = 0;
      while (bytes.hasRemaining()) {
        if (isWebSocket && payloadLeft == 0) {
          readHead(bytes.get());
          continue;
        }
        if (bytes.get() == '\n') {
          replies++;
        }
        payloadLeft--;
      }
      repliesOfMessage += replies;
      int whole = repliesOfMessage / lines;
      repliesOfMessage %= lines;
      return whole;
    }

    /// Reads a frame's head byte by byte: kind, length, and two or eight more of the length.
    private void readHead(byte next) {
      if (lengthBytes > 0) {
        payloadLengthSoFar = payloadLengthSoFar << 8 | (next & 0xFF);
        lengthBytes--;
        if (lengthBytes == 0) {
          payloadLeft = payloadLengthSoFar;
        }
      } else if (headLeft == 0) {
        headLeft = 1;
      } else {
        headLeft = 0;
        payloadLengthSoFar = 0;
        int length = next & 0x7F;
        lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
        payloadLeft = lengthBytes == 0 ? length : 0;
      }
    }
  }

  /// One connection.
  private static final class Wire {
    private final SocketChannel channel;
    private final Talk talk;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int due;
    private long sentNanos;

    private Wire(SocketChannel channel, Talk talk) {
      this.channel = channel;
      this.talk = talk;
    }

    private void say(int times, long now) throws IOException {
      due += times;
      if (!out.hasRemaining() && due > 0) {
        sentNanos = now;
        out = talk.saying(due);
        due = 0;
      }
      while (out.hasRemaining() && channel.write(out) > 0) {
        // as much as it takes
      }
    }
  }

  private static void drive(
      int port, int connections, int seconds, Maker maker, boolean isWebSocket) throws IOException {
    Selector selector = Selector.open();
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (isWebSocket) {
        shakeHands(channel);
      }
      channel.configureBlocking(false);
      Wire wire = new Wire(channel, maker.make(i));
      wires.add(wire);
      channel.register(selector, SelectionKey.OP_READ, wire);
    }
    Histogram latency = new Histogram(60_000_000_000L, 3);
    long began = System.nanoTime();
    for (Wire wire : wires) {
      wire.say(wire.talk.atOnce(), began);
    }
    long answered = run(selector, latency, began + seconds * 1_000_000_000L);
    double passed = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "rate=%.0f count=%d p50_us=%.0f p99_us=%.0f%n",
        answered / passed,
        answered,
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3);
  }

  private static void shakeHands(SocketChannel channel) throws IOException {
    String request =
        "GET /v1/lines HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    ByteBuffer out = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
    while (out.hasRemaining()) {
      channel.write(out);
    }
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      one.clear();
      if (channel.read(one) < 0) {
        throw new IOException("no WebSocket: " + head);
      }
      head.append((char) one.get(0));
    }
  }

  private static long run(Selector selector, Histogram latency, long end) throws IOException {
    ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    long answered = 0;
    long now = System.nanoTime();
    while (now < end) {
      selector.select(100);
      now = System.nanoTime();
      for (SelectionKey key : selector.selectedKeys()) {
        Wire wire = (Wire) key.attachment();
        in.clear();
        if (wire.channel.read(in) < 0) {
          throw new IOException("the server hung up");
        }
        int whole = wire.talk.heard(in.flip());
        if (whole > 0) {
          latency.recordValue(now - wire.sentNanos);
          answered += (long) whole * wire.talk.weight();
        }
        wire.say(whole, now);
      }
      selector.selectedKeys().clear();
    }
    return answered;
  }
}
