package org.placeherd.node;

import java.util.Arrays;
import java.util.BitSet;
import org.placeherd.wire.Radix64;

/// Finds which of a leaf's reports a neighbour lacks while it says what it has. What it says is not
/// kept, so its list may be as long as it likes.
final class LeafComparison {
  private static final long[] NOTHING = {};

  private final Knowledge knowledge;

  /// Digests of our reports as they were when the list began, sorted.
  private long[] ours = NOTHING;

  /// Which of them the neighbour has.
  private final BitSet had = new BitSet();

  LeafComparison(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  /// A list of this leaf begins.
  void begin(int leaf) {
    Digests digests = knowledge.digests();
    int count = 0;
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      count++;
    }
    ours = new long[count];
    had.clear();
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      ours[--count] = digest(c);
    }
    Arrays.sort(ours);
  }

  /// The neighbour has a report.
  ///
  /// @param digest as it stands in the list
  void theyHave(long digest) {
    int index = Arrays.binarySearch(ours, digest);
    if (index >= 0) {
      had.set(index);
    }
  }

  /// Whether the neighbour does not have this client's report, as far as it has said. One that came
  /// since the list began is taken to be lacked.
  boolean isLacked(int client) {
    int index = Arrays.binarySearch(ours, digest(client)); // equal digests have one index
    return index < 0 || !had.get(index);
  }

  /// The list has ended.
  void end() {
    ours = NOTHING;
  }

  private long digest(int client) {
    return Radix64.shortened(knowledge.digest(client));
  }
}
