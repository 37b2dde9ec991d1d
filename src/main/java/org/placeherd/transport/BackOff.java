package org.placeherd.transport;

import java.util.concurrent.ThreadLocalRandom;

/// How long a link waits before it is tried again: twice as long after every failure, up to a
/// bound, and short again once it has lived for a while.
final class BackOff {
  private static final long FIRST_MILLIS = 50;
  private static final long LAST_MILLIS = 2_000;

  /// A link that has lived so long may come back at once when it breaks.
  private static final long STABLE_NANOS = 1_000_000_000L;

  private long millis = FIRST_MILLIS;

  /// The link was lost, or could not be made.
  ///
  /// @param livedNanos how long it was up
  void failed(long livedNanos) {
    millis = livedNanos > STABLE_NANOS ? FIRST_MILLIS : Math.min(LAST_MILLIS, millis * 2);
  }

  /// How long to wait now: between half and all of it, so that servers that lost each other do not
  /// knock in step.
  long jitteredMillis() {
    return ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
  }
}
