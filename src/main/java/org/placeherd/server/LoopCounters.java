package org.placeherd.server;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.placeherd.node.Outcome;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineKind;

/// What the loop has done since the start. Plain fields: they are counted and read on the loop, so
/// that a line costs an addition.
final class LoopCounters {
  private final Map<LineKind, Map<Outcome, Tally>> lines = new EnumMap<>(LineKind.class);
  private final Map<Transport, Tally> open = new EnumMap<>(Transport.class);
  private final Map<Transport, Tally> opened = new EnumMap<>(Transport.class);
  private final Histogram lagNanos = new Histogram(lagBounds());
  private long refused;
  private long datagrams;

  private static final class Tally {
    private long count;

    private long count() {
      return count;
    }
  }

  /// Nothing has happened yet.
  LoopCounters() {
    for (LineKind kind : LineKind.values()) {
      Map<Outcome, Tally> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, new Tally());
      }
      lines.put(kind, outcomes);
    }
    for (Transport transport : Transport.values()) {
      open.put(transport, new Tally());
      opened.put(transport, new Tally());
    }
  }

  /// Lines of one kind that were treated the same way.
  record Handled(LineKind kind, Outcome outcome) {}

  /// What was counted so far.
  ///
  /// @param lines that were handled; those of which there was none are missing
  /// @param open connections that are open, by how they are carried
  /// @param opened connections that there were
  /// @param refused connections that were turned away
  /// @param datagrams lines that came by UDP
  /// @param lagNanos how long after its reception each newer report that was flooded arrived
  record Counts(
      Map<Handled, Long> lines,
      Map<Transport, Long> open,
      Map<Transport, Long> opened,
      long refused,
      long datagrams,
      Histogram.Counts lagNanos) {
    /// Views in the order they were given in.
    Counts {
      lines = Collections.unmodifiableMap(lines);
      open = Collections.unmodifiableMap(open);
      opened = Collections.unmodifiableMap(opened);
    }

    /// How many connections are open.
    long connections() {
      return open.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// From half a millisecond to a minute; the promise is 50 ms.
  private static long[] lagBounds() {
    long micro = TimeUnit.MICROSECONDS.toNanos(1);
    long milli = TimeUnit.MILLISECONDS.toNanos(1);
    return new long[] {
      500 * micro,
      milli,
      2_500 * micro,
      5 * milli,
      10 * milli,
      25 * milli,
      50 * milli,
      100 * milli,
      250 * milli,
      500 * milli,
      1_000 * milli,
      5_000 * milli,
      60_000 * milli
    };
  }

  /// A line was handled.
  ///
  /// @param nowNanos when it was read, nanoseconds since 1970
  void handled(Line line, Outcome outcome, long nowNanos) {
    LineKind kind = line.kind();
    of(of(lines, kind), outcome).count++;
    if (kind == LineKind.AT && outcome == Outcome.STORED) {
      lagNanos.add(Math.max(0, nowNanos - line.receiveNanos()));
    }
  }

  private static <K, V> V of(Map<K, V> all, K key) {
    return Objects.requireNonNull(all.get(key), "every key is there from the start");
  }

  void opened(Transport transport) {
    of(open, transport).count++;
    of(opened, transport).count++;
  }

  void closed(Transport transport) {
    of(open, transport).count--;
  }

  /// Somebody who connected was turned away.
  void refused() {
    refused++;
  }

  /// A line came by UDP.
  void datagram() {
    datagrams++;
  }

  Counts counts() {
    Map<Handled, Long> handled = new LinkedHashMap<>();
    lines.forEach((kind, outcomes) ->
        outcomes.forEach((outcome, tally) -> {
          if (tally.count > 0) {
            handled.put(new Handled(kind, outcome), tally.count);
          }
        }));
    return new Counts(handled, counts(open), counts(opened), refused, datagrams, lagNanos.counts());
  }

  private static Map<Transport, Long> counts(Map<Transport, Tally> tallies) {
    Map<Transport, Long> counts = new EnumMap<>(Transport.class);
    tallies.forEach((transport, tally) -> counts.put(transport, tally.count()));
    return counts;
  }
}
