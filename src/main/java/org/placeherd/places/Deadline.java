package org.placeherd.places;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Until when somebody waits. It moves back when somebody joins who can wait longer.
final class Deadline {
  private final PlacesClock clock;
  private final AtomicLong nanos;

  Deadline(PlacesClock clock, long timeoutMillis) {
    this.clock = clock;
    nanos = new AtomicLong(in(timeoutMillis));
  }

  private long in(long millis) {
    return clock.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /// The clock may wrap around, so times are compared by their difference.
  void extend(long timeoutMillis) {
    nanos.accumulateAndGet(in(timeoutMillis), (mine, other) -> other - mine > 0 ? other : mine);
  }

  /// 0 or less when it has passed.
  long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.get() - clock.nanos());
  }
}
