package org.placeherd.web.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.placeherd.web.stream.ChangesBackend.Page;

/// Reads snapshots, one page of one subscriber at a time, so that all of them together never have
/// the server's loop for themselves. On the event loop of HTTP.
final class Snapshots {
  private final ChangesBackend backend;
  private final Loop loop;
  private final Delivery delivery;
  private final Consumer<Subscriber> serve;
  private final Consumer<Subscriber> failed;
  private final Deque<Subscriber> waiting = new ArrayDeque<>();

  /// Those who wait for changes that their pages have seen.
  private Set<Subscriber> behindPages = new LinkedHashSet<>();

  private boolean isReading;

  /// @param serve sends the changes between two pages
  /// @param failed is told when a page cannot be read
  Snapshots(
      ChangesBackend backend,
      Loop loop,
      Delivery delivery,
      Consumer<Subscriber> serve,
      Consumer<Subscriber> failed) {
    this.backend = backend;
    this.loop = loop;
    this.delivery = delivery;
    this.serve = serve;
    this.failed = failed;
  }

  /// Somebody has all of the ring: it gets the next page, or its snapshot is whole. Where a page
  /// was faster than the changes it has seen, these are waited for.
  void goOn(Subscriber subscriber) {
    Optional<SnapshotReading> snapshot = subscriber.snapshot;
    if (snapshot.isEmpty()) {
      return;
    }
    if (!snapshot.get().isWhole()) {
      subscriber.isWaitingForPage = true;
      waiting.add(subscriber);
      readNext();
    } else if (snapshot.get().isOver(subscriber.next)) {
      subscriber.snapshot = Optional.empty();
      delivery.snapshotIsWhole(subscriber, snapshot.get().clients());
      serve.accept(subscriber);
    } else {
      behindPages.add(subscriber);
    }
  }

  /// More changes are in the ring.
  void changesCame() {
    if (!behindPages.isEmpty()) {
      Set<Subscriber> those = behindPages;
      behindPages = new LinkedHashSet<>();
      those.forEach(serve);
    }
  }

  private void readNext() {
    Subscriber subscriber = waiting.peek();
    if (isReading || subscriber == null) {
      return;
    }
    isReading = true;
    waiting.remove();
    int from = subscriber.snapshot.map(SnapshotReading::next).orElse(0);
    var _ =
        backend
            .page(subscriber.filter().head(), from)
            .whenComplete((page, failure) ->
                loop.execute(() -> {
                  isReading = false;
                  subscriber.isWaitingForPage = false;
                  if (failure != null) {
                    failed.accept(subscriber);
                  } else {
                    tell(subscriber, page);
                  }
                  readNext();
                }));
  }

  private void tell(Subscriber subscriber, Page page) {
    SnapshotReading snapshot = subscriber.snapshot.orElseThrow();
    snapshot.add(page, subscriber.next);
    PieceWriter writer = delivery.writer(subscriber);
    int told = 0;
    for (String line : page.lines()) {
      StreamFilter filter = subscriber.filter();
      if (filter.takesName(Recorded.name(line)) && filter.contains(Recorded.place(line))) {
        delivery.addClient(subscriber, writer, line);
        told++;
      }
    }
    snapshot.told(told);
    delivery.write(subscriber, writer);
    serve.accept(subscriber);
  }
}
