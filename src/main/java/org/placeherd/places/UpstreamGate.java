package org.placeherd.places;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps us from asking a source that does not work: closed after five failures among the last ten
/// calls, for ten seconds; then one call may try. A source that has refused the key is not asked
/// again, and one that has said how long it wants to be left alone is left alone that long,
/// whatever its trouble was.
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
  private final AtomicReference<Wish> wish;
  private volatile UpstreamFailure.Kind lastFailure = UpstreamFailure.Kind.UNKNOWN_ERROR;
  private volatile boolean denied;

  /// To be left alone until then.
  private record Wish(long untilNanos, UpstreamFailure.Kind after) {}

  UpstreamGate(PlacesClock clock, Duration rest) {
    this.clock = clock;
    wish = new AtomicReference<>(new Wish(clock.nanos(), lastFailure));
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
    Wish now = wish.get();
    if (isToCome(now)) {
      throw NotAsked.restingAfter(now.after);
    }
    if (breaker.isOpen() && breaker.getRemainingDelay().isPositive()) {
      throw NotAsked.restingAfter(lastFailure);
    }
  }

  /// Lets a call through; then [#answered] or [#failed] must follow.
  void enter() throws NotAsked {
    check();
    if (!breaker.tryAcquirePermit()) {
      throw NotAsked.restingAfter(lastFailure);
    }
  }

  private boolean isToCome(Wish wish) {
    return wish.untilNanos - clock.nanos() > 0;
  }

  void answered() {
    breaker.recordSuccess();
  }

  void failed(UpstreamFailure failure) {
    lastFailure = failure.kind();
    leaveAlone(failure);
    switch (failure.kind()) {
      case INVALID_REQUEST -> breaker.recordSuccess(); // it works; the question was wrong
      case REQUEST_DENIED -> {
        denied = true;
        breaker.recordFailure();
      }
      case OVER_QUERY_LIMIT, UNKNOWN_ERROR -> breaker.recordFailure();
    }
  }

  private void leaveAlone(UpstreamFailure failure) {
    long seconds = Math.min(failure.retryAfterSeconds(), REST_SECONDS_MAX);
    Wish wished = new Wish(clock.nanos() + TimeUnit.SECONDS.toNanos(seconds), failure.kind());
    wish.accumulateAndGet(wished, (now, then) -> then.untilNanos - now.untilNanos > 0 ? then : now);
  }

  /// Whether it is left alone for a while that an operator should know of: until it answers again
  /// where it has failed too often, and where it wants it for at least [#REST].
  boolean isRestingLong() {
    return breaker.getState() != CircuitBreaker.State.CLOSED
        || wish.get().untilNanos - clock.nanos() >= REST.toNanos();
  }

  State state() {
    if (denied) {
      return State.DENIED;
    }
    return switch (breaker.getState()) {
      case CLOSED -> isToCome(wish.get()) ? State.OPEN : State.CLOSED;
      case HALF_OPEN -> State.HALF_OPEN;
      case OPEN -> State.OPEN;
    };
  }
}
