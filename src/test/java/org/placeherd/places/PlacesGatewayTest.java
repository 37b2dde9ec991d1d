package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.LatLon;

/// The gateway with its time and its workers in the test's hand.
class PlacesGatewayTest {
  static final String UNKNOWN_ERROR =
      "{\"html_attributions\":[],\"results\":[],\"status\":\"UNKNOWN_ERROR\"}";
  static final PlacesQuery QUERY = new PlacesQuery(new LatLon(1, 2), 3, 4);
  private static final long DEADLINE_MILLIS = 2_000;
  private static final int PENDING_MAX = 3;

  private long now = Long.MAX_VALUE - 5; // the clock may wrap around
  private final HandWorkers workers = new HandWorkers();
  private final ScriptedProvider provider = new ScriptedProvider();
  private final PlacesGateway gateway =
      new PlacesGateway(provider, DEADLINE_MILLIS, PENDING_MAX, workers, () -> now, false);
  private final List<String> replies = new ArrayList<>();

  @Test
  void repliesWithTheProvidersBody() {
    ask();
    assertThat(replies).isEmpty();
    workers.runAll();
    provider.promised.getFirst().complete(bytes("{\"status\":\"OK\"}"));
    assertThat(replies).containsExactly("{\"status\":\"OK\"}");
    assertThat(gateway.counters()).isEqualTo(new PlacesCounters(1, 0, 0, 0, "", 0));
  }

  @Test
  void tellsTheProviderHowMuchTimeIsLeft() {
    ask();
    advanceMillis(500);
    workers.runAll();
    assertThat(provider.timeouts).containsExactly(1_500L);
  }

  @Test
  void removesBlankLinesFromAnyBody() {
    ask();
    workers.runAll();
    provider.promised.getFirst().complete(bytes("{\n\n\n\"a\":1\n\n}\n\n"));
    assertThat(replies).containsExactly("{\n\"a\":1\n}");
  }

  @Test
  void answersAtTheDeadlineWhenTheProviderNeverDoes() {
    ask();
    workers.runAll();
    advanceMillis(DEADLINE_MILLIS - 1);
    gateway.answerOverdue();
    assertThat(replies).isEmpty();
    advanceMillis(1);
    gateway.answerOverdue();
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
    assertThat(gateway.counters()).isEqualTo(new PlacesCounters(0, 1, 0, 0, "", 0));
    assertThat(provider.promised.getFirst()).isCancelled();
  }

  @Test
  void nobodyWaitsUntilWhatIsLateIsCancelled() {
    ask();
    workers.runAll();
    CompletableFuture<byte[]> _ =
        provider.promised.getFirst().whenComplete((_, _) -> replies.add("cancelled"));
    advanceMillis(DEADLINE_MILLIS);
    gateway.answerOverdue();
    assertThat(replies).containsExactly(UNKNOWN_ERROR, "cancelled");
  }

  @Test
  void throwsALateAnswerAway() {
    ask();
    workers.runAll();
    provider.uncancellable = true;
    advanceMillis(DEADLINE_MILLIS);
    gateway.answerOverdue();
    provider.promised.getFirst().complete(bytes("{}"));
    gateway.answerOverdue();
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
  }

  @Test
  void doesNotAskForAQueryThatIsOverdueBeforeAWorkerComesToIt() {
    ask();
    advanceMillis(DEADLINE_MILLIS);
    gateway.answerOverdue();
    workers.runAll();
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
    assertThat(provider.timeouts).isEmpty();
  }

  @Test
  void repliesOnceToAProviderThatAnswersTwice() {
    provider.answersTwice = true;
    ask();
    workers.runAll();
    provider.promised.getFirst().complete(bytes("{}"));
    advanceMillis(DEADLINE_MILLIS);
    gateway.answerOverdue();
    assertThat(replies).containsExactly("{}");
    assertThat(gateway.counters()).isEqualTo(new PlacesCounters(1, 0, 0, 0, "", 0));
  }

  @Test
  void aFailedStageIsAFailure() {
    ask();
    workers.runAll();
    provider
        .promised
        .getFirst()
        .completeExceptionally(new CompletionException(new IllegalStateException("no route")));
    failedWith("java.lang.IllegalStateException: no route");
  }

  @Test
  void aProviderThatThrowsIsAFailure() {
    provider.thrown = new IllegalStateException("broken");
    ask();
    workers.runAll();
    failedWith("java.lang.IllegalStateException: broken");
  }

  @Test
  void aProviderThatThrowsAnErrorIsAFailureToo() {
    provider.thrown = new NoClassDefFoundError("org/example/Client");
    ask();
    workers.runAll();
    failedWith("java.lang.NoClassDefFoundError: org/example/Client");
  }

  @Test
  void garbageIsAFailure() {
    ask();
    workers.runAll();
    provider.promised.getFirst().complete(bytes("<html>Bad gateway</html>"));
    failedWith("java.lang.IllegalArgumentException: body is no JSON object");
  }

  @Test
  void noBodyIsAFailure() {
    ask();
    workers.runAll();
    provider.promised.getFirst().complete(absent());
    failedWith("java.lang.NullPointerException: no body");
  }

  @Test
  void noStageIsAFailure() {
    provider.noStage = true;
    ask();
    workers.runAll();
    failedWith("java.lang.NullPointerException: no stage");
  }

  @Test
  void aLongFailureIsShortened() {
    provider.thrown = new IllegalStateException("x".repeat(10_000));
    ask();
    workers.runAll();
    assertThat(gateway.counters().lastFailure()).hasSize(300);
  }

  @Test
  void refusesQueriesOverTheBoundAtOnceAndTakesThemAgainLater() {
    for (int i = 0; i < PENDING_MAX + 2; i++) {
      ask();
    }
    assertThat(replies).containsExactly(UNKNOWN_ERROR, UNKNOWN_ERROR);
    assertThat(gateway.counters().overloaded()).isEqualTo(2);
    advanceMillis(DEADLINE_MILLIS);
    gateway.answerOverdue();
    ask();
    assertThat(gateway.counters()).isEqualTo(new PlacesCounters(0, PENDING_MAX, 0, 2, "", 0));
  }

  @Test
  void askersTakeTurnsAndRoomIsMadeByWhoHasMost() {
    for (int i = 0; i < PENDING_MAX; i++) {
      ask(1, "flood " + i);
    }
    ask(2, "other");
    assertThat(replies).containsExactly("flood 2 " + UNKNOWN_ERROR);
    assertThat(gateway.counters().overloaded()).isEqualTo(1);
    workers.runAll();
    provider.promised.forEach(promise -> promise.complete(bytes("{}")));
    assertThat(replies)
        .containsExactly("flood 2 " + UNKNOWN_ERROR, "flood 0 {}", "other {}", "flood 1 {}");
  }

  @Test
  void saysWhatASourceSaid() {
    ask();
    workers.runAll();
    provider
        .promised
        .getFirst()
        .completeExceptionally(new UpstreamFailure(UpstreamFailure.Kind.REQUEST_DENIED, "bad key"));
    assertThat(replies).containsExactly(UNKNOWN_ERROR.replace("UNKNOWN_ERROR", "REQUEST_DENIED"));
    assertThat(gateway.counters().failed()).isEqualTo(1);
  }

  @Test
  void refusesQueriesWhenTheWorkersDo() {
    workers.refusing = true;
    ask();
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
    assertThat(gateway.counters().overloaded()).isEqualTo(1);
  }

  @Test
  void aReceiverThatThrowsDoesNotCostTheOthersTheirReply() {
    gateway.nearby(
        QUERY,
        body -> {
          throw new IllegalStateException("receiver");
        });
    ask();
    advanceMillis(DEADLINE_MILLIS);
    gateway.answerOverdue();
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
    assertThat(gateway.counters().lastFailure()).contains("receiver");
  }

  @Test
  void closingAnswersWhatWaitsAndClosesTheProvider() {
    ask();
    workers.runAll();
    gateway.close();
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
    assertThat(provider.promised.getFirst()).isCancelled();
    assertThat(provider.closed).isTrue();
    assertThat(workers.isShutdown()).isTrue();
    ask();
    assertThat(replies).containsExactly(UNKNOWN_ERROR, UNKNOWN_ERROR);
  }

  @Test
  void refusesADeadlineOfNoTime() {
    assertThatThrownBy(() -> new PlacesGateway(provider, 0))
        .hasMessage("places deadline must be 1 millisecond or more: 0");
  }

  private void failedWith(String message) {
    assertThat(replies).containsExactly(UNKNOWN_ERROR);
    assertThat(gateway.counters()).isEqualTo(new PlacesCounters(0, 0, 1, 0, message, 0));
  }

  private void ask() {
    gateway.nearby(QUERY, body -> replies.add(new String(body, UTF_8)));
  }

  private void ask(long asker, String name) {
    gateway.nearby(asker, QUERY, body -> replies.add(name + " " + new String(body, UTF_8)));
  }

  private void advanceMillis(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// What a careless provider may yield.
  @SuppressWarnings("NullAway")
  private static byte[] absent() {
    return null;
  }

  /// Does what the test says and remembers what it was asked.
  static final class ScriptedProvider implements PlacesProvider {
    final List<CompletableFuture<byte[]>> promised = new ArrayList<>();
    final List<Long> timeouts = new ArrayList<>();
    Throwable thrown = new AssertionError("not set");
    boolean noStage;
    boolean uncancellable;
    boolean answersTwice;
    boolean closed;

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    @SuppressWarnings("NullAway") // no stage is one of the faults to play
    public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
      timeouts.add(timeoutMillis);
      switch (thrown) {
        case RuntimeException e -> throw e;
        case NoClassDefFoundError e -> throw e;
        default -> {}
      }
      CompletableFuture<byte[]> promise =
          new CompletableFuture<>() {
            @Override
            public CompletableFuture<byte[]> whenComplete(
                BiConsumer<? super byte[], ? super Throwable> action) {
              if (answersTwice) {
                CompletableFuture<byte[]> _ = super.whenComplete(action);
              }
              return super.whenComplete(action);
            }

            @Override
            public boolean cancel(boolean mayInterrupt) {
              return !uncancellable && super.cancel(mayInterrupt);
            }
          };
      promised.add(promise);
      return noStage ? null : promise;
    }

    @Override
    public CompletionStage<Void> warmUp() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /// Runs tasks when told to, on the test's thread.
  private static final class HandWorkers extends AbstractExecutorService {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    boolean refusing;
    private boolean shut;

    void runAll() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      if (refusing) {
        throw new RejectedExecutionException("full");
      }
      tasks.add(task);
    }

    @Override
    public void shutdown() {
      shut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shut = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return shut;
    }

    @Override
    public boolean isTerminated() {
      return shut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return shut;
    }
  }
}
