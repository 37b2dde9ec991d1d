package org.placeherd.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Follows the stream many times over while clients report, and holds each follower to what it must
/// get: every change of its clients, in order. Prints one JSON object.
///
/// Arguments: line port, HTTP port, followers, clients, reports a second, seconds, what they follow
/// (`prefix`: each the clients of a name of its own; `area`: each those in a box of its own;
/// `all`), how many more follow all and read nothing.
public final class StreamBenchmark {
  private static final int BOX_UNITS = 1_000_000;
  private static final int UNITS_PER_DEGREE = 10_000_000;
  private static final int BOXES_A_ROW = 100;
  private static final int BATCHES_A_SECOND = 100;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int BUCKET_NANOS = 100_000;
  private static final int BUCKETS = 300_000;
  private static final int PATIENCE_SECONDS = 30;
  private static final byte[] TIME = "\"timestamp\":".getBytes(US_ASCII);
  private static final int NAME_AT = "data: {\"id\":\"s".length();
  private static final int LATITUDE_AT = NAME_AT + "0000.00000\",\"lat\":".length();

  private final int followers;
  private final int clients;
  private final String follows;
  private final long[] delays = new long[BUCKETS];
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
  private long received;
  private long wrong;
  private long missed;
  private long bytes;

  private StreamBenchmark(int followers, int clients, String follows) {
    this.followers = followers;
    this.clients = clients;
    this.follows = follows;
  }

  /// One who follows, and the latest of each of its clients.
  private static final class Follower {
    private final SocketChannel channel;
    private final byte[] rest = new byte[4_096];
    private final int[] latest;
    private int restBytes;

    private Follower(SocketChannel channel, int clients) {
      this.channel = channel;
      latest = new int[clients];
    }
  }

  /// Runs it.
  public static void main(String[] args) throws Exception {
    StreamBenchmark benchmark =
        new StreamBenchmark(Integer.parseInt(args[2]), Integer.parseInt(args[3]), args[6]);
    benchmark.run(
        Integer.parseInt(args[0]),
        Integer.parseInt(args[1]),
        Integer.parseInt(args[4]),
        Integer.parseInt(args[5]),
        Integer.parseInt(args[7]));
  }

  /// The follower to whom a client belongs; a share has every so-manieth client.
  private int share(int client) {
    return client % followers;
  }

  private String query(int follower) {
    double side = (double) BOX_UNITS / UNITS_PER_DEGREE;
    int row = follower / BOXES_A_ROW;
    double south = row * side;
    double west = follower % BOXES_A_ROW * side;
    return switch (follows) {
      case "prefix" -> "?prefix=s%04d.".formatted(follower);
      case "area" ->
          String.format(
              Locale.ROOT,
              "?bbox=%.7f,%.7f,%.7f,%.7f",
              west,
              south,
              west + side - 1e-7,
              south + side - 1e-7);
      default -> "";
    };
  }

  private void run(int linePort, int httpPort, int rate, int seconds, int stuck) throws Exception {
    List<Socket> unread = new ArrayList<>();
    for (int i = 0; i < stuck; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort));
      socket.getOutputStream().write("GET /v1/stream HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      unread.add(socket);
    }
    Selector selector = Selector.open();
    for (int i = 0; i < followers; i++) {
      Follower follower = follow(httpPort, i);
      follower.channel.configureBlocking(false);
      follower.channel.register(selector, SelectionKey.OP_READ, follower);
    }
    long reports = (long) rate * seconds;
    long expected = follows.equals("all") ? reports * followers : reports;
    Thread reporting = Thread.ofPlatform().start(() -> report(linePort, rate, seconds));
    long began = System.nanoTime();
    long end = began + (seconds + PATIENCE_SECONDS) * NANOS_PER_SECOND;
    while (received < expected && System.nanoTime() < end) {
      selector.select(this::read, 100);
    }
    double took = (double) (System.nanoTime() - began) / NANOS_PER_SECOND;
    reporting.join();
    System.out.printf(
        Locale.ROOT,
        "{\"expected\":%d,\"received\":%d,\"wrong\":%d,\"missed\":%d,\"seconds\":%.2f,"
            + "\"megabytes\":%d,\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"max_ms\":%.1f,\"open_unread\":%d}%n",
        expected,
        received,
        wrong,
        missed,
        took,
        bytes >> 20,
        quantile(0.5),
        quantile(0.99),
        quantile(1),
        unread.size());
    System.exit(0);
  }

  private Follower follow(int port, int number) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request = "GET /v1/stream" + query(number) + " HTTP/1.0\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    Follower follower = new Follower(channel, clients);
    while (true) { // until the first sign of life
      buffer.clear();
      if (channel.read(buffer) < 0) {
        throw new IOException("follower " + number + " was refused");
      }
      if (new String(buffer.array(), 0, buffer.position(), US_ASCII).contains(": alive")) {
        return follower;
      }
    }
  }

  private void report(int port, int rate, int seconds) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              var _ = socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
              // it was closed
            }
          });
      int batch = rate / BATCHES_A_SECOND;
      int[] told = new int[clients];
      int next = 0;
      long began = System.nanoTime();
      for (long i = 0; i < (long) seconds * BATCHES_A_SECOND; i++) {
        StringBuilder lines = new StringBuilder();
        for (int k = 0; k < batch; k++) {
          line(lines, next, ++told[next]);
          next = (next + 1) % clients;
        }
        socket.getOutputStream().write(lines.toString().getBytes(US_ASCII));
        long rest = began + (i + 1) * (NANOS_PER_SECOND / BATCHES_A_SECOND) - System.nanoTime();
        if (rest > 0) {
          Thread.sleep(rest / 1_000_000, (int) (rest % 1_000_000));
        }
      }
      Thread.sleep(1_000);
    } catch (IOException | InterruptedException e) {
      System.err.println("no more reports: " + e);
    }
  }

  /// A client says how often it has reported by the last digits of its latitude.
  private void line(StringBuilder lines, int client, int count) {
    int share = share(client);
    long latitude = (long) (share / BOXES_A_ROW) * BOX_UNITS + count;
    long longitude = (long) (share % BOXES_A_ROW) * BOX_UNITS + BOX_UNITS / 2;
    Instant now = Instant.now();
    lines.append(
        String.format(
            Locale.ROOT,
            "IAMAT s%04d.%05d +%d.%07d+%d.%07d %d.%09d\n",
            share,
            client,
            latitude / UNITS_PER_DEGREE,
            latitude % UNITS_PER_DEGREE,
            longitude / UNITS_PER_DEGREE,
            longitude % UNITS_PER_DEGREE,
            now.getEpochSecond(),
            now.getNano()));
  }

  private void read(SelectionKey key) {
    Follower follower = (Follower) key.attachment();
    buffer.clear();
    buffer.put(follower.rest, 0, follower.restBytes);
    try {
      int count = follower.channel.read(buffer);
      if (count < 0) {
        key.cancel();
        return;
      }
      bytes += count;
    } catch (IOException e) {
      key.cancel();
      return;
    }
    Instant now = Instant.now();
    long nowNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    byte[] array = buffer.array();
    int from = 0;
    for (int at = 0; at < buffer.position(); at++) {
      if (array[at] == '\n') {
        if (array[from] == 'd' && at > from + LATITUDE_AT) {
          take(follower, array, from, at, nowNanos);
        } else if (array[from] == 'e' && array[from + "event: ".length()] != 'p') {
          missed++;
        }
        from = at + 1;
      }
    }
    follower.restBytes = buffer.position() - from;
    System.arraycopy(array, from, follower.rest, 0, follower.restBytes);
  }

  private void take(Follower follower, byte[] line, int from, int to, long nowNanos) {
    received++;
    int client = (int) number(line, from + NAME_AT + 5, from + NAME_AT + 10);
    int at = from + LATITUDE_AT;
    long latitude = 0;
    while (line[at] != ',') {
      latitude = line[at] == '.' ? latitude : latitude * 10 + line[at] - '0';
      at++;
    }
    int count = (int) (latitude % BOX_UNITS);
    if (client >= clients || count != follower.latest[client] + 1) {
      wrong++;
    }
    follower.latest[client] = count;
    while (!startsWith(line, at)) {
      at++;
    }
    at += TIME.length;
    long sent = number(line, at, at + 10) * NANOS_PER_SECOND + number(line, at + 11, at + 20);
    int bucket = (int) Math.clamp((nowNanos - sent) / BUCKET_NANOS, 0L, BUCKETS - 1L);
    delays[bucket]++;
    if (at > to) {
      wrong++;
    }
  }

  private static boolean startsWith(byte[] line, int at) {
    for (int i = 0; i < TIME.length; i++) {
      if (line[at + i] != TIME[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] digits, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + digits[at] - '0';
    }
    return number;
  }

  private double quantile(double part) {
    long wanted = Math.max(1, (long) Math.ceil(received * part));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += delays[bucket];
      if (seen >= wanted) {
        return (bucket + 1) * (double) BUCKET_NANOS / 1_000_000;
      }
    }
    return Double.NaN;
  }
}
