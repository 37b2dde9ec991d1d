package org.placeherd.places;

/// Allows one retry for ten calls, so that a source in trouble is not asked twice as much.
final class RetryBudget {
  /// Tenths of a retry: a retry may be had at once, and a quiet time saves up ten at most.
  private static final int RETRY = 10;

  private static final int MAX = 10 * RETRY;

  private int tenths = RETRY;

  synchronized void called() {
    tenths = Math.min(MAX, tenths + 1);
  }

  synchronized boolean takeRetry() {
    if (tenths < RETRY) {
      return false;
    }
    tenths -= RETRY;
    return true;
  }
}
