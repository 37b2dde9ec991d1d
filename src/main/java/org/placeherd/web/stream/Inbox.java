package org.placeherd.web.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.placeherd.web.stream.ChangesBackend.Batch;

/// Changes on their way from the server's loop to that of HTTP. The server's loop never waits: what
/// is too much is lost, and its numbers are kept.
final class Inbox {
  private final Loop loop;
  private final Consumer<Inbox> wake;
  private List<Batch> waiting = new ArrayList<>();
  private int changes;

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
    boolean wasEmpty = waiting.isEmpty();
    boolean fits = changes + batch.count() <= StreamBounds.INBOX_CHANGES_MAX;
    if (fits && !batch.isLost()) {
      waiting.add(batch);
      changes += batch.count();
    } else if (!wasEmpty && waiting.getLast().isLost()) {
      Batch lost = waiting.removeLast();
      waiting.add(Batch.lost(lost.first(), lost.count() + batch.count()));
    } else {
      waiting.add(Batch.lost(batch.first(), batch.count()));
    }
    return wasEmpty;
  }

  /// All that waits, in order.
  synchronized List<Batch> take() {
    List<Batch> taken = waiting;
    waiting = new ArrayList<>();
    changes = 0;
    return taken;
  }
}
