package org.placeherd.web.stream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The latest changes by their numbers: bounded, the oldest are forgotten.
final class ChangeRing {
  private static final int FIRST_SLOTS = 1_024;

  private final int changesMax;
  private final long bytesMax;
  private @Nullable Recorded[] slots = new Recorded[FIRST_SLOTS];
  private long oldest;
  private long next;
  private long bytes;

  /// @param changesMax a power of two
  /// @param bytesMax what they may take, about
  ChangeRing(int changesMax, long bytesMax) {
    this.changesMax = changesMax;
    this.bytesMax = bytesMax;
  }

  /// Forgets all, and goes on with this number.
  void clear(long number) {
    Arrays.fill(slots, null);
    oldest = number;
    next = number;
    bytes = 0;
  }

  /// Keeps the change whose number is [#next].
  void add(Recorded change) {
    if (next - oldest == slots.length && slots.length < changesMax) {
      grow();
    }
    while (next - oldest >= slots.length || (bytes > bytesMax && oldest < next)) {
      forgetOldest();
    }
    slots[slot(next)] = change;
    bytes += change.bytes();
    next++;
  }

  /// Something more was written of changes that are kept.
  void wrote(int moreBytes) {
    bytes += moreBytes;
  }

  private void forgetOldest() {
    int slot = slot(oldest);
    Recorded forgotten = Objects.requireNonNull(slots[slot]);
    bytes -= forgotten.bytes() + forgotten.headBytes();
    slots[slot] = null;
    oldest++;
  }

  private void grow() {
    ArrayDeque<Recorded> all = new ArrayDeque<>();
    for (long number = oldest; number < next; number++) {
      all.add(get(number));
    }
    slots = new Recorded[slots.length * 2];
    all.forEach(change -> slots[slot(change.number())] = change);
  }

  private int slot(long number) {
    return (int) number & (slots.length - 1);
  }

  /// A change that is kept.
  ///
  /// @param number from [#oldest], before [#next]
  Recorded get(long number) {
    return Objects.requireNonNull(slots[slot(number)], "a change that is kept");
  }

  /// The number of the oldest that is kept.
  long oldest() {
    return oldest;
  }

  /// The number that the next will have.
  long next() {
    return next;
  }
}
