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
    private final long digest;
    private final long dueNanos;

    Missing(int neighbour, Line have, long orderNanos, long digest, long dueNanos) {
      this.neighbour = neighbour;
      client = Arrays.copyOfRange(have.bytes(), have.clientFrom(), have.clientTo());
      hash = have.hash();
      this.orderNanos = orderNanos;
      this.digest = digest;
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
    long digest = have.value(1, Radix64.LONG_CHARACTERS);
    int client =
        knowledge.table().find(have.bytes(), have.clientFrom(), have.clientTo(), have.hash());
    if (isKnown(client, orderNanos, digest) || missing.size() == MAX_WAITING) {
      return false;
    }
    missing.add(new Missing(neighbour, have, orderNanos, digest, nowNanos + PATIENCE_NANOS));
    return true;
  }

  /// Looks at those that had time enough; calls `ask` with neighbour and client for each that has
  /// not come.
  void tick(long nowNanos, BiConsumer<Integer, byte[]> ask) {
    int due = missing.size();
    for (int i = 0; i < due; i++) {
      Missing report = missing.remove();
      byte[] name = report.client;
      int client = knowledge.table().find(name, 0, name.length, report.hash);
      if (isKnown(client, report.orderNanos, report.digest)) {
        continue;
      }
      boolean waits = report.dueNanos > nowNanos && report.dueNanos - nowNanos <= PATIENCE_NANOS;
      if (waits) {
        missing.add(report);
      } else {
        ask.accept(report.neighbour, name);
      }
    }
  }

  /// Whether that report of the client, or a newer one, is known. Where order times are equal and
  /// reports are not, either may be the greater, so it is wanted.
  private boolean isKnown(int client, long orderNanos, long digest) {
    if (client == PositionTable.ABSENT) {
      return false;
    }
    long known = knowledge.order().orderTime(client);
    return known > orderNanos || (known == orderNanos && knowledge.digest(client) == digest);
  }
}
