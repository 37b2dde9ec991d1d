package org.placeherd.chaos;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/// Where all chance of a test comes from, and what a failure says to have the same chance again.
final class Seed implements TestExecutionExceptionHandler {
  /// Of the build, so that it does not change from day to day.
  private static final long OF_THE_BUILD = 1;

  private static final String PROPERTY = "placeherd.seed";

  /// What else changes the course of a test.
  private static final String[] PROPERTIES = {"placeherd.kills", "placeherd.partitions"};

  /// In a long run one line in so many is shown.
  private static final int SHOWN = 10;

  private final long number = Long.getLong(PROPERTY, OF_THE_BUILD);
  private final Random parent = new Random(number);
  private int rounds;
  private String round = "no rounds";

  /// A source of chance of one's own.
  synchronized Random random() {
    return new Random(parent.nextLong());
  }

  /// A round begins; a failure will name it.
  void round(String what) {
    rounds++;
    round = "round " + rounds + ": " + what;
    if (rounds % SHOWN == 0) {
      System.out.println(round);
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    if (failure instanceof TestAbortedException) {
      throw failure;
    }
    String properties =
        Stream.of(PROPERTIES)
            .filter(name -> System.getProperty(name) != null)
            .map(name -> " -D" + name + "=" + System.getProperty(name))
            .collect(Collectors.joining());
    throw new AssertionError(
        "seed=%d, %s. Again: mvn test -Dtest=%s -D%s=%d%s"
            .formatted(
                number,
                round,
                context.getRequiredTestClass().getName(),
                PROPERTY,
                number,
                properties),
        failure);
  }
}
