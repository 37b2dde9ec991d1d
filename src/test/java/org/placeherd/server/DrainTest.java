package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A gentle end takes its steps in order, and no more time than it has.
class DrainTest {
  private final List<String> seen = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private long nanos = Long.MAX_VALUE - 3;
  private int looks;

  private CompletableFuture<Optional<String>> begin(int looksNeeded) {
    return new Drain(
            (millis, task) -> {
              nanos += millis * 1_000_000;
              later.add(task);
            },
            () -> nanos,
            List.of(
                new Drain.Step(
                    "clients wait", () -> seen.add("first"), () -> ++looks > looksNeeded),
                new Drain.Step("the disk works", () -> seen.add("second"), () -> true)))
        .begin();
  }

  private void runAll() {
    while (!later.isEmpty()) {
      later.remove().run();
    }
  }

  @Test
  void aStepBeginsWhenTheOneBeforeIsDone() {
    CompletableFuture<Optional<String>> ended = begin(3);
    assertThat(seen).containsExactly("first");
    assertThat(ended).isNotDone();
    runAll();
    assertThat(seen).containsExactly("first", "second");
    assertThat(ended).isCompletedWithValue(Optional.empty());
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void theBoundEndsItWithWhatWasNotDone() {
    CompletableFuture<Optional<String>> ended = begin(Integer.MAX_VALUE);
    runAll();
    assertThat(ended).isCompletedWithValue(Optional.of("clients wait"));
    assertThat(seen).containsExactly("first");
  }
}
