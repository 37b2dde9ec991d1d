package org.placeherd.node;

import java.util.Arrays;

/// A set of clients that is emptied in the order in which it was filled: a bit a client, and a
/// ring.
///
/// Each client stands in it at most once, so what waits for a slow neighbour or a slow disk is
/// bounded by the number of clients, and it is always the newest report that is taken (reliability
/// §1).
final class ClientSet {
  /// Nobody is in the set.
  static final int NOBODY = -1;

  private long[] isIn = new long[16];
  private int[] ring = new int[64];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /// Puts a client in, behind all others; where it is in already it keeps its place.
  ///
  /// @return whether the set was empty before
  boolean add(int client) {
    int word = client >>> 6;
    if (word >= isIn.length) {
      isIn = Arrays.copyOf(isIn, Math.max(word + 1, isIn.length * 2));
    }
    long bit = 1L << client;
    if ((isIn[word] & bit) != 0) {
      return false;
    }
    isIn[word] |= bit;
    if (size == ring.length) {
      grow();
    }
    ring[(head + size) & (ring.length - 1)] = client;
    return size++ == 0;
  }

  /// The client that so many others are before, or [#NOBODY].
  int ahead(int others) {
    return others < size ? ring[(head + others) & (ring.length - 1)] : NOBODY;
  }

  /// Takes the first client out, or [#NOBODY].
  int take() {
    if (size == 0) {
      return NOBODY;
    }
    int client = ring[head];
    head = (head + 1) & (ring.length - 1);
    size--;
    isIn[client >>> 6] &= ~(1L << client);
    return client;
  }

  void clear() {
    while (take() != NOBODY) {
      // emptied
    }
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
