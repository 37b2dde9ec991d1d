package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// A real node behind connections of bytes, without a socket: what `transport` and `server` do for
/// it in earnest, in its simplest form. A WHATSAT gets no places, at once.
public final class InMemoryServer implements Effects {
  private static final byte[] NO_PLACES =
      "{\"html_attributions\":[],\"results\":[],\"status\":\"ZERO_RESULTS\"}\n\n"
          .getBytes(US_ASCII);
  private static final int MAX_WHATSATS = 3;

  private final NodeSettings settings;
  private final Surroundings surroundings;
  private final HerdNode node;
  private final LineReader reader;
  private final LineReader reportReader;
  private final LineBatch batch = new LineBatch();
  private final ByteWriter replies = new ByteWriter(256);

  /// What the node asks of the world around it. Must not call back.
  public interface Surroundings {
    /// There is something to tell a neighbour.
    void tell(int neighbour);

    /// The server of that name has said HELLO.
    default void greeted(String name) {}
  }

  /// A server that knows nobody.
  public InMemoryServer(NodeSettings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
    node = new HerdNode(settings, this);
    reader = new LineReader(settings.limits(), settings.hashKey());
    reportReader = LineReader.ofReports(settings.limits(), settings.hashKey());
  }

  /// The node itself.
  public HerdNode node() {
    return node;
  }

  /// This server's name.
  public String name() {
    return settings.name();
  }

  /// A connection on which the server itself says what somebody has reported by other ways than
  /// lines: telemetry may stand behind an IAMAT.
  public Connection reporter() {
    return new Connection(false, reportReader);
  }

  /// The neighbour's number.
  public int neighbour(String name) {
    for (int i = 0; i < settings.neighbours().size(); i++) {
      if (settings.neighbours().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " is no neighbour of " + name());
  }

  /// Hears lines that it kept in an earlier life.
  public void recall(String lines) {
    byte[] bytes = lines.getBytes(ISO_8859_1);
    byte[] input = Arrays.copyOf(bytes, bytes.length + LineReader.SLACK_BYTES);
    int at = 0;
    do {
      batch.clear();
      at = reader.read(input, at, bytes.length, true, MAX_WHATSATS, batch);
      node.recall(batch);
    } while (batch.size() > 0);
  }

  /// The line that stands for a client, be it GONE; nothing for nobody.
  public Optional<String> line(String client) {
    for (int i = 0; i < node.clients(); i++) {
      String line = node.reports().line(i);
      if (AtText.of(line).client().equals(client)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /// What the node has for a neighbour, some `maxBytes` of it.
  public String drain(int neighbour, int maxBytes) {
    ByteWriter out = new ByteWriter(256);
    node.drain(neighbour, out, maxBytes);
    return text(out);
  }

  /// What a neighbour says back on our link to it.
  public final class Ear {
    private final int neighbour;
    private byte[] leftover = {};

    /// @param neighbour the neighbour's number
    public Ear(int neighbour) {
      this.neighbour = neighbour;
    }

    /// Takes bytes in which there may be answers.
    public void hear(String bytes) {
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
  public final class Connection {
    private final Session session;
    private final LineReader lineReader;
    private byte[] leftover = {};
    private boolean closed;

    /// @param mayTell whether AT lines are taken from it
    public Connection(boolean mayTell) {
      this(mayTell, reader);
    }

    private Connection(boolean mayTell, LineReader lineReader) {
      session = new Session(mayTell);
      this.lineReader = lineReader;
    }

    /// Whether no more is read from it.
    public boolean isClosed() {
      return closed;
    }

    /// Takes bytes and returns the replies to the lines that they complete.
    public String read(String bytes, long nowNanos) {
      byte[] more = bytes.getBytes(ISO_8859_1);
      byte[] input =
          Arrays.copyOf(leftover, leftover.length + more.length + LineReader.SLACK_BYTES);
      System.arraycopy(more, 0, input, leftover.length, more.length);
      int end = leftover.length + more.length;
      replies.clear();
      int at = 0;
      while (!closed) {
        batch.clear();
        at = lineReader.read(input, at, end, session.mayTell(), MAX_WHATSATS, batch);
        if (batch.size() == 0) {
          break;
        }
        node.handle(batch, session, nowNanos);
        closed = batch.line(batch.size() - 1).kind().isLast();
      }
      leftover = Arrays.copyOfRange(input, at, end);
      return text(replies);
    }

    /// No more bytes come: what is left is a line, unless a server of ours said it, which ends all
    /// of its lines.
    public String endInput(long nowNanos) {
      boolean isLine = leftover.length > 0 && !closed && !session.isGreeted();
      String last = isLine ? read("\n", nowNanos) : "";
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
  public void findPlaces(int atLineBytes, LatLon centre, Line whatsat) {
    replies.put(NO_PLACES);
  }

  @Override
  public void showStatus() {
    replies.put("STATUS {}\n");
  }

  @Override
  public void tell(int neighbour) {
    surroundings.tell(neighbour);
  }

  @Override
  public void show(Line line, Outcome outcome) {
    if (outcome == Outcome.GREETED) {
      int length = line.serverTo() - line.serverFrom();
      surroundings.greeted(new String(line.bytes(), line.serverFrom(), length, ISO_8859_1));
    }
  }
}
