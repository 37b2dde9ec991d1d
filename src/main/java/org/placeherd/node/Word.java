package org.placeherd.node;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.placeherd.wire.Line;
import org.placeherd.wire.Radix64;

/// Word of reports that have not come yet. They are given a while to come along the tree; then they
/// are asked for where word came from.
final class Word {
  /// How long a report may take along the tree.
  private static final long PATIENCE_NANOS = 500_000_000L;

  /// Most reports waited for; what is beyond is found by the next comparison.
  private static final int MAX_WAITING = 10_000;

  private final Knowledge knowledge;
  private final Deque<Missing> missing = new ArrayDeque<>();

  /// A report that somebody has and we have not.
  private static final class Missing {
    private final int neighbour;
    private final byte[] client;
    private final long hash;
    private final long orderNanos;
    private final long dueNanos;

    Missing(int neighbour, Line have, long orderNanos, long dueNanos) {
      this.neighbour = neighbour;
      client = Arrays.copyOfRange(have.bytes(), have.clientFrom(), have.clientTo());
      hash = have.hash();
      this.orderNanos = orderNanos;
      this.dueNanos = dueNanos;
    }
  }

  Word(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  /// A neighbour said HAVE.
  ///
  /// @return whether the report is not known here and there is room to wait for it
  boolean heard(int neighbour, Line have, long nowNanos) {
    long orderNanos = have.value(0, Radix64.LONG_CHARACTERS);
    if (isKnown(have.bytes(), have.clientFrom(), have.clientTo(), have.hash(), orderNanos)
        || missing.size() == MAX_WAITING) {
      return false;
    }
    missing.add(new Missing(neighbour, have, orderNanos, nowNanos + PATIENCE_NANOS));
    return true;
  }

  /// Looks at those that had time enough; calls `ask` with neighbour and client for each that has
  /// not come.
  void tick(long nowNanos, BiConsumer<Integer, byte[]> ask) {
    int due = missing.size();
    for (int i = 0; i < due; i++) {
      Missing report = missing.remove();
      byte[] client = report.client;
      if (isKnown(client, 0, client.length, report.hash, report.orderNanos)) {
        continue;
      }
      boolean waits = report.dueNanos > nowNanos && report.dueNanos - nowNanos <= PATIENCE_NANOS;
      if (waits) {
        missing.add(report);
      } else {
        ask.accept(report.neighbour, client);
      }
    }
  }

  private boolean isKnown(byte[] name, int from, int to, long hash, long orderNanos) {
    int client = knowledge.table().find(name, from, to, hash);
    return client != PositionTable.ABSENT && knowledge.order().orderTime(client) >= orderNanos;
  }
}
