package org.placeherd.chaos;

import java.util.Random;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// Where all chance of a test comes from, and what a failure says to have the same chance again.
final class Seed implements TestExecutionExceptionHandler {
  /// Of the build, so that it does not change from day to day. `-Dplaceherd.seed=` sets another.
  private static final long OF_THE_BUILD = 1;

  private final long number = Long.getLong("placeherd.seed", OF_THE_BUILD);
  private final Random parent = new Random(number);

  /// A source of chance of one's own.
  synchronized Random random() {
    return new Random(parent.nextLong());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (failure instanceof org.opentest4j.TestAbortedException) {
      throw failure;
    }
    throw new AssertionError(
        "seed=%d, again: mvn test -Dtest=%s -Dplaceherd.seed=%d"
            .formatted(number, context.getRequiredTestClass().getSimpleName(), number),
        failure);
  }
}
