package org.placeherd.node;

import java.util.Arrays;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Decimal;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineKind;

/// Which report wins: one total order over AT and GONE lines (protocol §3), so that all servers
/// agree whatever the order of arrival.
///
/// Compared are the order time; then whether it is a deletion, which wins against any report; then
/// the time, the position's bytes, the server's name, Δ; and last the bytes of Δ and of the time,
/// so that two are equal only if their lines are.
final class ReportOrder {
  /// Reports less far apart may be one, its numbers written anew by an old-style server.
  static final long REWRITTEN_NANOS = 1_000;

  private final PositionTable table;
  private final ServerNames servers;
  private final long toleranceNanos;

  ReportOrder(PositionTable table, ServerNames servers, long toleranceNanos) {
    this.table = table;
    this.servers = servers;
    this.toleranceNanos = toleranceNanos;
  }

  /// Compares the line's report with the one known of the client: positive if the line's is newer,
  /// 0 only if both are one and the same.
  int compare(Line line, int server, long receiveNanos, byte[] delta, int client) {
    long lineOrder = orderTime(line.timeNanos(), receiveNanos);
    long knownOrder = orderTime(client);
    return lineOrder != knownOrder
        ? Long.compare(lineOrder, knownOrder)
        : breakTie(line, server, receiveNanos, delta, client);
  }

  /// The order time of the report known of the client, nanoseconds since 1970.
  long orderTime(int client) {
    return orderTime(table.timeNanos(client), table.receiveNanos(client));
  }

  /// `time + min(0, Δ + tolerance)`: the client's time, but no later than the tolerance after the
  /// report was received, so that a clock far ahead cannot freeze its client.
  private long orderTime(long timeNanos, long receiveNanos) {
    long latest = receiveNanos + toleranceNanos;
    return Math.min(timeNanos, latest < receiveNanos ? Long.MAX_VALUE : latest);
  }

  private int breakTie(Line line, int server, long receiveNanos, byte[] delta, int client) {
    byte[] known = table.text(client);
    int order = Boolean.compare(line.kind() == LineKind.GONE, table.isGone(client));
    if (order == 0) {
      order = compareTimes(line, client, known);
    }
    if (order == 0) {
      order =
          Arrays.compareUnsigned(
              line.bytes(),
              line.positionFrom(),
              line.positionTo(),
              known,
              table.positionFrom(client),
              table.positionTo(client));
    }
    if (order == 0) {
      order = Arrays.compareUnsigned(servers.name(server), servers.name(table.server(client)));
    }
    if (order == 0) {
      order = compareDeltas(receiveNanos, delta, client);
    }
    if (order == 0) {
      order =
          Arrays.compareUnsigned(
              line.bytes(),
              line.timeFrom(),
              line.timeTo(),
              known,
              table.timeFrom(client),
              table.timeTo(client));
    }
    return order;
  }

  private int compareTimes(Line line, int client, byte[] known) {
    if (line.timeNanos() != table.timeNanos(client)
        || (line.timeIsExact() && table.timeIsExact(client))) {
      return Long.compare(line.timeNanos(), table.timeNanos(client));
    }
    return Decimal.compare(
        line.bytes(),
        line.timeFrom(),
        line.timeTo(),
        known,
        table.timeFrom(client),
        table.timeTo(client));
  }

  /// The times are equal here, so the receive times stand for Δ unless one is written unusually.
  private int compareDeltas(long receiveNanos, byte[] delta, int client) {
    if (delta.length == 0 && table.deltaIsCanonical(client)) {
      return Long.compare(receiveNanos, table.receiveNanos(client));
    }
    byte[] left = delta;
    if (delta.length == 0) {
      ByteWriter text = new ByteWriter(32);
      AtLine.putDelta(text, receiveNanos - table.timeNanos(client));
      left = text.toByteArray();
    }
    ByteWriter right = new ByteWriter(32);
    table.putDelta(right, client);
    int order = Decimal.compare(left, 0, left.length, right.array(), 0, right.size());
    return order != 0
        ? order
        : Arrays.compareUnsigned(left, 0, left.length, right.array(), 0, right.size());
  }

  /// Whether the line is the known report with its numbers written anew, as old-style servers do:
  /// numerically equal position, times less than 1 µs apart. Of a deletion there is no other
  /// writing.
  boolean isRewritten(Line line, int client) {
    byte[] known = table.text(client);
    return !table.isGone(client)
        && haveNearTimes(line, client)
        && samePosition(line, client, known);
  }

  private boolean haveNearTimes(Line line, int client) {
    long apart = Math.abs(line.timeNanos() - table.timeNanos(client));
    boolean beyondNanos = line.timeNanos() == Long.MAX_VALUE;
    return apart < REWRITTEN_NANOS
        && (!beyondNanos || compareTimes(line, client, table.text(client)) == 0);
  }

  private boolean samePosition(Line line, int client, byte[] known) {
    byte[] bytes = line.bytes();
    int from = table.positionFrom(client);
    int to = table.positionTo(client);
    int split = longitudeFrom(bytes, line.positionFrom(), line.positionTo());
    int knownSplit = longitudeFrom(known, from, to);
    return Decimal.compare(bytes, line.positionFrom(), split, known, from, knownSplit) == 0
        && Decimal.compare(bytes, split, line.positionTo(), known, knownSplit, to) == 0;
  }

  private static int longitudeFrom(byte[] bytes, int from, int to) {
    int at = to - 1;
    while (at > from && bytes[at] != '+' && bytes[at] != '-') {
      at--;
    }
    return at;
  }
}
