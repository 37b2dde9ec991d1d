package org.placeherd.node;

import java.util.Arrays;
import java.util.TreeSet;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Reports of servers whose clocks are ahead, kept until their time has come (protocol §3).
final class HeldReports {
  /// Most reports held; a server with a wrong clock must not fill our memory.
  static final int MAX_HELD = 10_000;

  /// How far in our future a report may have been received and still count.
  static final long MAX_AHEAD_NANOS = 10_000_000_000L;

  private final LineReader reader;
  private final LineBatch batch = new LineBatch();
  private final TreeSet<Held> queue = new TreeSet<>();
  private long sequence;

  /// @param reader reads the lines again when their time has come
  HeldReports(LineReader reader) {
    this.reader = reader;
  }

  /// Whether a report received then must wait.
  static boolean mustWait(long receiveNanos, long nowNanos) {
    return receiveNanos > nowNanos && receiveNanos - nowNanos > MAX_AHEAD_NANOS;
  }

  /// Keeps a copy of the line; where there is no room, whatever is due last has to go.
  ///
  /// @return false if that was this one
  boolean hold(Line line, Session session) {
    byte[] text = Arrays.copyOfRange(line.bytes(), line.from(), line.to());
    Held report = new Held(line.receiveNanos(), sequence++, text, session);
    queue.add(report);
    return queue.size() <= MAX_HELD || queue.pollLast() != report;
  }

  int size() {
    return queue.size();
  }

  /// Whether the earliest held report need wait no longer.
  boolean isDue(long nowNanos) {
    return !queue.isEmpty() && !mustWait(queue.first().receiveNanos, nowNanos);
  }

  /// Takes the earliest; only while [#isDue].
  Held take() {
    return queue.removeFirst();
  }

  /// The line again, as a batch that is good until the next.
  LineBatch read(Held report) {
    byte[] buffer = Arrays.copyOf(report.text, report.text.length + 1 + LineReader.SLACK_BYTES);
    buffer[report.text.length] = '\n';
    batch.clear();
    reader.read(buffer, 0, report.text.length + 1, true, 1, batch);
    return batch;
  }

  /// One held line, without its LF, and from whom it came.
  static final class Held implements Comparable<Held> {
    private final long receiveNanos;
    private final long sequence;
    private final byte[] text;
    private final Session session;

    private Held(long receiveNanos, long sequence, byte[] text, Session session) {
      this.receiveNanos = receiveNanos;
      this.sequence = sequence;
      this.text = text;
      this.session = session;
    }

    Session session() {
      return session;
    }

    @Override
    public int compareTo(Held other) {
      int order = Long.compare(receiveNanos, other.receiveNanos);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }
}
