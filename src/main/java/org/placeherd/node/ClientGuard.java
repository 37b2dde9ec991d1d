package org.placeherd.node;

import java.util.Arrays;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.Rate;

/// Keeps clients to [ClientLimits]: whether there is room for a report, and whether its client
/// reports too often.
final class ClientGuard {
  private final ClientLimits limits;
  private final PositionTable table;

  /// By client, as [Rate#spend] has it; empty where there is no rate.
  private long[] spent = {};

  private long refusedFull;
  private long refusedTooFast;

  ClientGuard(ClientLimits limits, PositionTable table) {
    this.limits = limits;
    this.table = table;
  }

  /// Whether no client can be taken that is not known.
  boolean isFull() {
    return table.size() >= limits.clients();
  }

  /// Whether there is room for a report. For a client that is known there always is, unless its
  /// text grows.
  ///
  /// @param client its number, or [PositionTable#ABSENT]
  /// @param deltaLength how long Δ is, where it does not follow from the report's numbers, else 0
  boolean hasRoom(int client, Line line, int deltaLength) {
    boolean fits =
        (client != PositionTable.ABSENT || !isFull()) && hasTextRoom(client, line, deltaLength);
    refusedFull += fits ? 0 : 1;
    return fits;
  }

  private boolean hasTextRoom(int client, Line line, int deltaLength) {
    int length =
        line.clientTo()
            - line.clientFrom()
            + line.positionTo()
            - line.positionFrom()
            + line.timeTo()
            - line.timeFrom()
            + (line.kind() == LineKind.GONE ? 1 : 2);
    if (length <= PositionTable.TEXT_BYTES && deltaLength == 0) {
      return true;
    }
    long before = client == PositionTable.ABSENT ? 0 : table.longTextBytes(client);
    long after = LongTexts.bytes(length, deltaLength);
    return after <= before || table.longTextBytes() - before + after <= limits.textBytes();
  }

  /// Whether a client that is known reports more often than it may. If not, this report counts.
  boolean isTooFast(int client, long nowNanos) {
    Rate rate = limits.reports();
    if (!rate.isLimited()) {
      return false;
    }
    if (client >= spent.length) {
      spent = Arrays.copyOf(spent, Math.max(1_024, client + (client >> 1) + 1));
    }
    long full = Math.min(spent[client], rate.spend(nowNanos, nowNanos, (int) rate.burst()));
    boolean tooFast = rate.room(full, nowNanos) < 1;
    spent[client] = tooFast ? full : rate.spend(full, nowNanos, 1);
    refusedTooFast += tooFast ? 1 : 0;
    return tooFast;
  }

  /// Reports that there was no room for, since the start.
  long refusedFull() {
    return refusedFull;
  }

  /// Reports that came too soon behind others of their client, since the start.
  long refusedTooFast() {
    return refusedTooFast;
  }
}
