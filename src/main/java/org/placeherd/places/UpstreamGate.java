package org.placeherd.places;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps us from asking a source that does not work: closed after five failures among the last ten
/// calls, for ten seconds; then one call may try. A source that has refused the key is not asked
/// again, and one that has said how long it wants to be left alone is left alone that long.
final class UpstreamGate {
  /// Whether the source may be asked.
  enum State {
    /// Yes.
    CLOSED,
    /// One call is trying, or may.
    HALF_OPEN,
    /// No.
    OPEN,
    /// No, and never again: it has refused the key.
    DENIED
  }

  private static final int FAILURES = 5;
  private static final int OF_CALLS = 10;

  /// How long a source that fails is left alone.
  static final Duration REST = Duration.ofSeconds(10);

  /// The longest that a source may have itself left alone: what it says could be a mistake.
  private static final long REST_SECONDS_MAX = 3_600;

  private final CircuitBreaker<Object> breaker;
  private final PlacesClock clock;
  private final AtomicLong restUntilNanos;
  private volatile boolean denied;

  UpstreamGate(PlacesClock clock, Duration rest) {
    this.clock = clock;
    restUntilNanos = new AtomicLong(clock.nanos());
    breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES, OF_CALLS)
            .withSuccessThreshold(1)
            .withDelay(rest)
            .build();
  }

  /// Whether it makes sense to try at all; takes nothing.
  void check() throws NotAsked {
    if (denied) {
      throw NotAsked.because(NotAsked.Reason.DENIED);
    }
    if (isToBeLeftAlone() || (breaker.isOpen() && breaker.getRemainingDelay().isPositive())) {
      throw NotAsked.because(NotAsked.Reason.RESTING);
    }
  }

  /// Lets a call through; then [#answered] or [#failed] must follow.
  void enter() throws NotAsked {
    check();
    if (!breaker.tryAcquirePermit()) {
      throw NotAsked.because(NotAsked.Reason.RESTING);
    }
  }

  private boolean isToBeLeftAlone() {
    return restUntilNanos.get() - clock.nanos() > 0;
  }

  void answered() {
    breaker.recordSuccess();
  }

  void failed(UpstreamFailure failure) {
    switch (failure.kind()) {
      case INVALID_REQUEST -> breaker.recordSuccess(); // it works; the question was wrong
      case REQUEST_DENIED -> {
        denied = true;
        breaker.recordFailure();
      }
      case OVER_QUERY_LIMIT -> {
        leaveAlone(Math.min(failure.retryAfterSeconds(), REST_SECONDS_MAX));
        breaker.recordFailure();
      }
      case UNKNOWN_ERROR -> breaker.recordFailure();
    }
  }

  private void leaveAlone(long seconds) {
    long until = clock.nanos() + TimeUnit.SECONDS.toNanos(seconds);
    restUntilNanos.accumulateAndGet(until, (now, then) -> then - now > 0 ? then : now);
  }

  State state() {
    if (denied) {
      return State.DENIED;
    }
    return switch (breaker.getState()) {
      case CLOSED -> isToBeLeftAlone() ? State.OPEN : State.CLOSED;
      case HALF_OPEN -> State.HALF_OPEN;
      case OPEN -> State.OPEN;
    };
  }
}
