package org.placeherd.server;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for a condition, looking often.
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Await() {}

  /// Returns as soon as the condition holds; fails with its name when it does not in time.
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    until(what, PATIENCE, condition);
  }

  /// The same with another patience.
  public static void until(String what, Duration patience, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + patience.toSeconds() + " s in vain until " + what);
      }
      Thread.sleep(LOOK);
    }
  }
}
