package org.placeherd.places;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How often each asker may make us ask a source that costs money. What is shared or kept costs
/// nothing and is not counted.
final class AskerRates {
  /// Askers that are remembered: as many as a server takes connections by default. The bound holds
  /// memory; whoever is forgotten starts with a full bucket.
  private static final int ASKERS_MAX = 20_000;

  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

  private final double callsPerMinute;
  private final PlacesClock clock;
  private final LoadingCache<Long, Bucket> buckets;

  /// @param callsPerMinute how many on average, and at once after a silent minute
  AskerRates(long callsPerMinute, PlacesClock clock) {
    this.callsPerMinute = (double) callsPerMinute;
    this.clock = clock;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(ASKERS_MAX)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .ticker(clock.nanoTime()::getAsLong)
            .executor(Runnable::run)
            .build(_ -> new Bucket());
  }

  boolean allows(long asker) {
    return buckets.get(asker).take();
  }

  private final class Bucket {
    private double calls = callsPerMinute;
    private long nanos = clock.nanos();

    synchronized boolean take() {
      long now = clock.nanos();
      double minutes = (double) (now - nanos) / (double) TimeUnit.MINUTES.toNanos(1);
      calls = Math.min(callsPerMinute, calls + minutes * callsPerMinute);
      nanos = now;
      if (calls < 1) {
        return false;
      }
      calls--;
      return true;
    }
  }
}
