package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.LineReader;

/// A real node behind connections of bytes, without a socket: what `transport` and `server` do for
/// it in earnest, in its simplest form. A WHATSAT gets no places, at once.
final class InMemoryServer implements Effects {
  private static final byte[] NO_PLACES =
      "{\"html_attributions\":[],\"results\":[],\"status\":\"ZERO_RESULTS\"}\n\n"
          .getBytes(US_ASCII);
  private static final int MAX_WHATSATS = 3;

  private final NodeSettings settings;
  private final IntConsumer tell;
  private final HerdNode node;
  private final LineReader reader;
  private final LineBatch batch = new LineBatch();
  private final ByteWriter replies = new ByteWriter(256);

  /// @param tell what to do when there is something to tell a neighbour; must not call back
  InMemoryServer(NodeSettings settings, IntConsumer tell) {
    this.settings = settings;
    this.tell = tell;
    node = new HerdNode(settings, this);
    reader = new LineReader(settings.limits(), settings.hashKey());
  }

  HerdNode node() {
    return node;
  }

  String name() {
    return settings.name();
  }

  /// The neighbour's number.
  int neighbour(String name) {
    for (int i = 0; i < settings.neighbours().size(); i++) {
      if (settings.neighbours().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " is no neighbour of " + name());
  }

  /// Hears lines that it kept in an earlier life.
  void recall(String lines) {
    byte[] bytes = lines.getBytes(ISO_8859_1);
    byte[] input = Arrays.copyOf(bytes, bytes.length + LineReader.SLACK_BYTES);
    int at = 0;
    do {
      batch.clear();
      at = reader.read(input, at, bytes.length, true, MAX_WHATSATS, batch);
      node.recall(batch);
    } while (batch.size() > 0);
  }

  /// What the node has for a neighbour, some `maxBytes` of it.
  String drain(int neighbour, int maxBytes) {
    ByteWriter out = new ByteWriter(256);
    node.drain(neighbour, out, maxBytes);
    return text(out);
  }

  /// What a neighbour says back on our link to it.
  final class Ear {
    private final int neighbour;
    private byte[] leftover = {};

    Ear(int neighbour) {
      this.neighbour = neighbour;
    }

    void hear(String bytes) {
      byte[] more = bytes.getBytes(ISO_8859_1);
      int end = leftover.length + more.length;
      byte[] input = Arrays.copyOf(leftover, end + LineReader.SLACK_BYTES);
      System.arraycopy(more, 0, input, leftover.length, more.length);
      int at = 0;
      do {
        batch.clear();
        at = reader.read(input, at, end, true, MAX_WHATSATS, batch);
        node.heard(neighbour, batch);
      } while (batch.size() > 0);
      leftover = Arrays.copyOfRange(input, at, end);
    }
  }

  /// One connection that somebody opened to this server.
  final class Connection {
    private final Session session;
    private byte[] leftover = {};
    private boolean closed;

    Connection(boolean mayTell) {
      session = new Session(mayTell);
    }

    boolean isClosed() {
      return closed;
    }

    /// Takes bytes and returns the replies to the lines that they complete.
    String read(String bytes, long nowNanos) {
      byte[] more = bytes.getBytes(ISO_8859_1);
      byte[] input =
          Arrays.copyOf(leftover, leftover.length + more.length + LineReader.SLACK_BYTES);
      System.arraycopy(more, 0, input, leftover.length, more.length);
      int end = leftover.length + more.length;
      replies.clear();
      int at = 0;
      while (!closed) {
        batch.clear();
        at = reader.read(input, at, end, session.mayTell(), MAX_WHATSATS, batch);
        if (batch.size() == 0) {
          break;
        }
        node.handle(batch, session, nowNanos);
        closed = batch.line(batch.size() - 1).kind() == LineKind.TOO_LONG;
      }
      leftover = Arrays.copyOfRange(input, at, end);
      return text(replies);
    }

    /// No more bytes come: what is left is a line.
    String endInput(long nowNanos) {
      String last = leftover.length > 0 && !closed ? read("\n", nowNanos) : "";
      closed = true;
      return last;
    }
  }

  private static String text(ByteWriter bytes) {
    return new String(bytes.array(), 0, bytes.size(), ISO_8859_1);
  }

  @Override
  public ByteWriter replies() {
    return replies;
  }

  @Override
  public void findPlaces(int atLineBytes, LatLon centre, double radiusMetres, int limit) {
    replies.put(NO_PLACES);
  }

  @Override
  public void showStatus() {
    replies.put("STATUS {}\n");
  }

  @Override
  public void tell(int neighbour) {
    tell.accept(neighbour);
  }

  @Override
  public void show(Line line, Outcome outcome) {}
}
