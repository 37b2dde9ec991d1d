package org.placeherd.web.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.placeherd.web.stream.ChangesBackend.Batch;

/// Changes on their way from the server's loop to that of HTTP. The server's loop never waits: what
/// is too much is lost, and its numbers are kept.
final class Inbox {
  private final Loop loop;
  private final Consumer<Inbox> wake;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private int changes;

  /// Whether the loop knows that something waits.
  private boolean isAwake;

  /// @param wake is told of this on the loop when something waits
  Inbox(Loop loop, Consumer<Inbox> wake) {
    this.loop = loop;
    this.wake = wake;
  }

  /// Takes a batch. On any thread.
  void offer(Batch batch) {
    if (add(batch)) {
      loop.execute(() -> wake.accept(this));
    }
  }

  private synchronized boolean add(Batch batch) {
    boolean wasAwake = isAwake;
    isAwake = true;
    boolean fits = changes + batch.count() <= StreamBounds.INBOX_CHANGES_MAX;
    if (fits && !batch.isLost()) {
      waiting.add(batch);
      changes += batch.count();
    } else if (!waiting.isEmpty() && waiting.getLast().isLost()) {
      Batch lost = waiting.removeLast();
      waiting.add(Batch.lost(lost.first(), lost.count() + batch.count()));
    } else {
      waiting.add(Batch.lost(batch.first(), batch.count()));
    }
    return !wasAwake;
  }

  /// The next batch; nothing if none waits, and then the loop is told of the next.
  synchronized Optional<Batch> next() {
    Batch batch = waiting.poll();
    if (batch == null) {
      isAwake = false;
      return Optional.empty();
    }
    changes -= batch.isLost() ? 0 : batch.count();
    return Optional.of(batch);
  }
}
