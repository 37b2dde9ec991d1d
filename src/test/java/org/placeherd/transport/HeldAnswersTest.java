package org.placeherd.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who asked beside the lines is not told what may yet be forgotten.
class HeldAnswersTest {
  private final Reactor reactor = new Reactor("held-answers");
  private final HeldAnswers answers = new HeldAnswers(reactor);
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    reactor.close();
  }

  private void onLoop(Runnable task) throws Exception {
    CompletableFuture.runAsync(task, reactor::execute).get(10, TimeUnit.SECONDS);
  }

  private void hold(String name) throws Exception {
    onLoop(() -> answers.hold(() -> told.add(name), reason -> told.add(name + ": " + reason)));
    onLoop(() -> {}); // behind the end of the batch
  }

  @Test
  void anAnswerWaitsUntilAllThatWasKnownIsSafe() throws Exception {
    long[] mark = {7};
    onLoop(() -> reactor.endOfBatch(() -> mark[0]));
    hold("first");
    mark[0] = 9;
    hold("second");
    assertThat(told).isEmpty();
    onLoop(() -> reactor.safe(8));
    assertThat(told).containsExactly("first");
    onLoop(() -> reactor.safe(9));
    assertThat(told).containsExactly("first", "second");
    hold("third");
    assertThat(told).containsExactly("first", "second", "third");
  }

  @Test
  void whoWaitsForWhatCannotBeSavedIsTold() throws Exception {
    onLoop(() -> reactor.endOfBatch(() -> 1));
    hold("first");
    onLoop(() -> reactor.giveUp("the disk is full"));
    assertThat(told).containsExactly("first: the disk is full");
  }
}
