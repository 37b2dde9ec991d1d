package org.placeherd.node;

import java.util.Arrays;
import org.placeherd.node.NodeSettings.NeighbourSettings;

/// What one neighbour still has to be told: a set of clients, not a queue of messages.
///
/// Each client stands in it at most once and the newest report is what is sent, so a slow neighbour
/// costs one bit and four bytes a client and never more (reliability §1). A catch-up is a walk
/// through the table beside it.
final class Neighbour {
  private static final int NOBODY = -1;

  private final NeighbourSettings settings;
  private boolean up;
  private boolean ours;
  private int losses;
  private long[] isWaiting = new long[16];
  private int[] ring = new int[64];
  private int head;
  private int waiting;
  private int catchUpNext;
  private int catchUpEnd;
  private long told;

  Neighbour(NeighbourSettings settings) {
    this.settings = settings;
  }

  NeighbourSettings settings() {
    return settings;
  }

  boolean isUp() {
    return up;
  }

  /// Whether the other end of the link is a server of ours, which keeps what it hears.
  boolean isOurs() {
    return ours;
  }

  /// How often the link was lost.
  int losses() {
    return losses;
  }

  /// The link is up: all clients known now have to be told.
  void linkUp(int clients, boolean isOurs) {
    up = true;
    ours = isOurs;
    catchUpNext = 0;
    catchUpEnd = clients;
  }

  /// The link is lost: what was waiting is covered by the catch-up to come.
  void linkDown() {
    up = false;
    losses++;
    while (nextWaiting() != NOBODY) {
      // emptied
    }
    catchUpNext = catchUpEnd;
  }

  /// How many clients wait to be told.
  int pending() {
    return waiting + catchUpEnd - catchUpNext;
  }

  long told() {
    return told;
  }

  /// Puts a client into the set.
  ///
  /// @return whether there was nothing to tell before
  boolean add(int client) {
    int word = client >>> 6;
    if (word >= isWaiting.length) {
      isWaiting = Arrays.copyOf(isWaiting, Math.max(word + 1, isWaiting.length * 2));
    }
    long bit = 1L << client;
    if ((isWaiting[word] & bit) != 0) {
      return false;
    }
    isWaiting[word] |= bit;
    if (waiting == ring.length) {
      grow();
    }
    ring[(head + waiting) & (ring.length - 1)] = client;
    return waiting++ == 0;
  }

  /// Takes the next client out of the set, fresh reports before the catch-up; −1 for none.
  int next() {
    int client = nextWaiting();
    if (client == NOBODY && catchUpNext < catchUpEnd) {
      client = catchUpNext++;
    }
    if (client != NOBODY) {
      told++;
    }
    return client;
  }

  private int nextWaiting() {
    if (waiting == 0) {
      return NOBODY;
    }
    int client = ring[head];
    head = (head + 1) & (ring.length - 1);
    waiting--;
    isWaiting[client >>> 6] &= ~(1L << client);
    return client;
  }

  private void grow() {
    int[] larger = new int[ring.length * 2];
    int tail = ring.length - head;
    System.arraycopy(ring, head, larger, 0, tail);
    System.arraycopy(ring, 0, larger, tail, head);
    ring = larger;
    head = 0;
  }
}
