package org.placeherd.server;

import java.time.Instant;

/// The machine's clock as the node wants it.
final class EpochClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private EpochClock() {}

  /// Nanoseconds since 1970, as fine as the system tells.
  static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }
}
