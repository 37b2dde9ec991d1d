package org.placeherd.places;

import java.time.Duration;
import java.time.Instant;

/// A clock that was put back, as seen by [Budget]: tells whether it has been put forward again
/// since, or has only gone on.
///
/// @param furthest what was spent when it was put back
/// @param wall what the clock said afterwards
/// @param nanos the same moment on the clock that nobody sets
record PutBack(Spending furthest, Instant wall, long nanos) {
  /// A clock that gains more than this was set.
  private static final Duration SLACK = Duration.ofMinutes(1);

  boolean isUndone(PlacesClock clock) {
    Duration gone = Duration.between(wall, clock.wall().instant());
    return gone.minusNanos(clock.nanos() - nanos).compareTo(SLACK) > 0;
  }
}
