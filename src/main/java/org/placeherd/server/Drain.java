package org.placeherd.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// The end of a server that cuts nobody short: one step after the other, each begun and then looked
/// at until it is done, all within [#BOUND]. On the loop.
final class Drain {
  /// So long a stop may take: places are late after two seconds, and who operates a server waits
  /// ten at least before he kills it.
  static final Duration BOUND = Duration.ofSeconds(5);

  /// After so long, places that are still being looked for are given up, so that there is time to
  /// say so.
  static final Duration PLACES_BOUND = Duration.ofSeconds(4);

  private static final long LOOK_MILLIS = 2;

  /// A part of the end.
  ///
  /// @param what in words that follow "because"
  /// @param isDone whether the next may begin
  record Step(String what, Runnable begin, BooleanSupplier isDone) {}

  /// Has a task run on the loop, later.
  interface Loop {
    void afterMillis(long millis, Runnable task);
  }

  private final Loop loop;
  private final LongSupplier nanoTime;
  private final Iterator<Step> steps;
  private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();
  private long beganNanos;

  /// @param nanoTime as [System#nanoTime]
  Drain(Loop loop, LongSupplier nanoTime, List<Step> steps) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.steps = steps.iterator();
  }

  /// Begins, once.
  ///
  /// @return ends when all steps are done, or with what was not when the time is over
  CompletableFuture<Optional<String>> begin() {
    beganNanos = nanoTime.getAsLong();
    next();
    return ended;
  }

  private void next() {
    if (steps.hasNext()) {
      Step step = steps.next();
      step.begin.run();
      look(step);
    } else {
      ended.complete(Optional.empty());
    }
  }

  private void look(Step step) {
    if (step.isDone.getAsBoolean()) {
      next();
    } else if (nanoTime.getAsLong() - beganNanos >= BOUND.toNanos()) {
      ended.complete(Optional.of(step.what));
    } else {
      loop.afterMillis(LOOK_MILLIS, () -> look(step));
    }
  }
}
