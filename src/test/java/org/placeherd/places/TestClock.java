package org.placeherd.places;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Both times in a test's hand.
final class TestClock {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap around
  private final AtomicReference<Instant> wall =
      new AtomicReference<>(Instant.parse("2026-11-25T06:50:30Z"));

  final PlacesClock clock = new PlacesClock(nanos::get, wall::get);

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
    wall.updateAndGet(now -> now.plus(time));
  }

  void putBack(Duration time) {
    wall.updateAndGet(now -> now.minus(time));
  }
}
