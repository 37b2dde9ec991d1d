package org.placeherd.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.placeherd.node.ClientLimits;
import org.placeherd.node.NodeStatus.Refusals;

/// Tells the operator that the node refuses what it should perhaps not have to refuse: a sentence
/// of each kind, at most once a minute.
final class RefusalNotes {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ClientLimits limits;
  private Refusals told = new Refusals(0, 0, 0);
  private long fullNanos = Long.MIN_VALUE;
  private long unprovedNanos = Long.MIN_VALUE;

  RefusalNotes(ClientLimits limits) {
    this.limits = limits;
  }

  /// What there is to say now.
  List<String> take(Refusals now, long nowNanos) {
    List<String> sentences = new ArrayList<>();
    if (now.full() > told.full() && isOver(fullNanos, nowNanos)) {
      sentences.add(
          "There is no room for more clients: %d reports were refused so far. limits.clients is %d and limits.client-text-bytes is %d on this server; raise them, and -Xmx if need be, on all servers of the herd."
              .formatted(now.full(), limits.clients(), limits.textBytes()));
      fullNanos = nowNanos;
      told = new Refusals(now.full(), told.tooFast(), told.unproved());
    }
    if (now.unproved() > told.unproved() && isOver(unprovedNanos, nowNanos)) {
      sentences.add(
          "Somebody said HELLO without the secret of this herd, or with another: %d times so far. If it was a server or a tool of the herd, give it the same herd.secret-file."
              .formatted(now.unproved()));
      unprovedNanos = nowNanos;
      told = new Refusals(told.full(), told.tooFast(), now.unproved());
    }
    return sentences;
  }

  private static boolean isOver(long sinceNanos, long nowNanos) {
    return sinceNanos == Long.MIN_VALUE || nowNanos - sinceNanos >= PAUSE_NANOS;
  }
}
