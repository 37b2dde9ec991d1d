package org.placeherd.places;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Lets so many calls be under way at once; the others wait, and the askers take turns.
final class FairSlots {
  private final FairQueue<Runnable> waiting;
  private final AtomicInteger free;

  /// How often somebody wanted calls to be begun; who finds it at 0 begins them for all. So a row
  /// of calls that end at once is a loop and no recursion.
  private final AtomicInteger wanted = new AtomicInteger();

  FairSlots(int slots, int waitingMax) {
    free = new AtomicInteger(slots);
    waiting = new FairQueue<>(waitingMax);
  }

  /// Does the task when it is its turn. The stage fails with [NotAsked] when too many wait.
  <V> CompletableFuture<V> run(long asker, Supplier<CompletableFuture<V>> task) {
    Turn<V> turn = new Turn<>(task);
    Optional<Runnable> noRoom = waiting.add(asker, turn);
    if (noRoom.isPresent() && noRoom.get() instanceof Turn<?> evicted) {
      evicted.done.completeExceptionally(NotAsked.because(NotAsked.Reason.TOO_MANY_WAIT));
    }
    begin();
    return turn.done;
  }

  private void begin() {
    int seen = wanted.getAndIncrement();
    if (seen != 0) {
      return;
    }
    do {
      seen = wanted.get();
      beginAll();
    } while (wanted.addAndGet(-seen) != 0);
  }

  private void beginAll() {
    while (free.get() > 0) {
      Optional<Runnable> next = waiting.poll();
      if (next.isEmpty()) {
        return;
      }
      free.decrementAndGet();
      next.get().run();
    }
  }

  private final class Turn<V> implements Runnable {
    private final Supplier<CompletableFuture<V>> task;
    private final CompletableFuture<V> done = new CompletableFuture<>();

    Turn(Supplier<CompletableFuture<V>> task) {
      this.task = task;
    }

    @Override
    public void run() {
      CompletableFuture<V> asked;
      try {
        asked = task.get();
      } catch (Throwable e) { // a slot must come back, whatever befalls
        asked = CompletableFuture.failedFuture(e);
      }
      CompletableFuture<V> _ =
          asked.whenComplete((answer, failure) -> {
            free.incrementAndGet();
            if (failure == null) {
              done.complete(answer);
            } else {
              done.completeExceptionally(failure);
            }
            begin();
          });
    }
  }
}
