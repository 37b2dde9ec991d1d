package org.placeherd.web.stream;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.placeherd.web.stream.ChangesBackend.Batch;
import org.placeherd.web.stream.ChangesBackend.Beginning;
import org.placeherd.web.stream.ChangesBackend.Change;
import org.placeherd.web.stream.Group.Matched;
import org.placeherd.web.stream.Outgoing.End;

/// Hands changes to those whom they concern.
///
/// Who keeps up is live: it gets what its [Group] gets, written once for all of them. Who has too
/// much that has not left is behind: it goes through the [ChangeRing] at its own pace, and is live
/// again when it has come to the end. Where the ring has forgotten its place it is told what it
/// missed. So nobody waits for anybody, and what is kept is bounded.
///
/// All on the event loop of HTTP.
public final class StreamHub {
  /// Those who read nothing are looked for so many times between two heartbeats.
  private static final int LOOKS = 3;

  private final ChangesBackend backend;
  private final Loop loop;
  private final StreamBounds bounds;
  private final ChangeRing ring;
  private final Delivery delivery;
  private final Snapshots snapshots;
  private final FilterIndex index = new FilterIndex();
  private final Map<StreamFilter, Group> groups = new HashMap<>();
  private final List<Group> concerned = new ArrayList<>();
  private final Set<Group> pending = new LinkedHashSet<>();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private Optional<CompletableFuture<Beginning>> following = Optional.empty();
  private @Nullable Inbox current;

  /// What is left of the batch that is being taken.
  private Iterator<Change> underWay = Collections.emptyIterator();

  private String start = "";
  private long joins;
  private long flushedNanos;
  private boolean isFlushSet;
  private boolean isTicking;
  private long ticks;
  private boolean isClosed;

  /// Nobody follows yet.
  public StreamHub(ChangesBackend backend, Words words, Loop loop, StreamBounds bounds) {
    this.backend = backend;
    this.loop = loop;
    this.bounds = bounds;
    ring = new ChangeRing(bounds.ringChanges(), bounds.ringBytes());
    delivery = new Delivery(ring, words, loop, bounds, this::hasLeft);
    snapshots = new Snapshots(backend, loop, delivery, this::serve, this::failed);
    flushedNanos = loop.nanoTime() - bounds.pace().toNanos();
  }

  /// Takes somebody in, who then waits for [#ready] and begins. Whoever is taken in must leave.
  ///
  /// @return nothing if there are too many
  public Optional<Subscriber> join(Wish wish) {
    if (isClosed || subscribers.size() >= bounds.subscribers()) {
      return Optional.empty();
    }
    joins++;
    Subscriber subscriber = new Subscriber(wish);
    subscribers.add(subscriber);
    if (!isTicking) {
      isTicking = true;
      tickLater();
    }
    return Optional.of(subscriber);
  }

  /// Ends on the loop when all that changes from then on is told; fails if it cannot be.
  public CompletionStage<?> ready() {
    if (following.isPresent()) {
      return following.get();
    }
    CompletableFuture<Beginning> ready = new CompletableFuture<>();
    following = Optional.of(ready);
    Inbox inbox = new Inbox(loop, this::take);
    current = inbox;
    underWay = Collections.emptyIterator();
    var _ =
        backend
            .follow(inbox::offer)
            .whenComplete((beginning, failure) ->
                loop.execute(() -> {
                  if (failure == null) {
                    start = beginning.start();
                    ring.clear(beginning.next());
                    delivery.start(start);
                    ready.complete(beginning);
                  } else {
                    following = Optional.empty();
                    ready.completeExceptionally(failure);
                  }
                }));
    return ready;
  }

  /// Sends somebody what it wants from now on.
  public void begin(Subscriber subscriber, Outgoing out) {
    if (subscriber.isGone) {
      return;
    }
    subscriber.begin(out);
    Group group =
        groups.computeIfAbsent(
            subscriber.filter(),
            filter -> {
              Group made = new Group(filter);
              index.add(made);
              return made;
            });
    group.members().add(subscriber);
    subscriber.next = ring.next();
    Optional<Long> since = subscriber.wish().since().map(this::place);
    boolean goesOn = since.isPresent() && since.get() + 1 >= ring.oldest();
    if (goesOn) {
      subscriber.next = since.get() + 1;
    } else if (subscriber.wish().wantsSnapshot()) {
      subscriber.snapshot = Optional.of(new SnapshotReading());
    }
    delivery.alive(subscriber);
    if (since.isPresent() && !goesOn) {
      delivery.missed(subscriber, since.get() < 0 ? since.get() : since.get() + 1);
    }
    serve(subscriber);
  }

  /// The number in an id of this beginning; below 0 if it is none.
  private long place(String id) {
    int split = id.lastIndexOf('.');
    if (split > 0 && id.substring(0, split).equals(start)) {
      try {
        long number = Long.parseLong(id.substring(split + 1));
        return number >= 0 && number < ring.next() ? number : Delivery.UNKNOWN;
      } catch (NumberFormatException e) {
        return Delivery.UNKNOWN;
      }
    }
    return Delivery.UNKNOWN;
  }

  /// Sends nothing more to somebody. Harmless when it has left.
  public void leave(Subscriber subscriber) {
    if (subscriber.isGone) {
      return;
    }
    subscriber.isGone = true;
    subscriber.isLive = false;
    subscribers.remove(subscriber);
    Group group = groups.get(subscriber.filter());
    if (group != null && group.members().remove(subscriber) && group.members().isEmpty()) {
      groups.remove(group.filter());
      pending.remove(group);
      index.remove(group);
    }
    if (subscribers.isEmpty()) {
      long then = joins;
      loop.later(bounds.linger().toMillis(), () -> stopIfNobodyCame(then));
    }
  }

  private void stopIfNobodyCame(long then) {
    if (joins == then && following.isPresent()) {
      backend.unfollow();
      following = Optional.empty();
      current = null;
      start = "";
      ring.clear(0);
    }
  }

  private void take(Inbox inbox) {
    if (inbox != current) {
      return; // what was followed before
    }
    long end = loop.nanoTime() + StreamBounds.TAKEN_NANOS_A_TURN;
    boolean isMore = takeOne(inbox);
    while (isMore && loop.nanoTime() < end) {
      isMore = takeOne(inbox);
    }
    flushSoon();
    snapshots.changesCame();
    if (isMore) {
      // Tasks that were handed to it at once the loop would do by dozens before it reads again.
      loop.later(1, () -> take(inbox));
    }
  }

  /// Takes the next change, or batch of lost ones; false if none waits.
  private boolean takeOne(Inbox inbox) {
    if (underWay.hasNext()) {
      take(underWay.next());
      return true;
    }
    Optional<Batch> batch = inbox.next();
    if (batch.isPresent()) {
      if (batch.get().first() != ring.next() || batch.get().isLost()) {
        lose(batch.get());
      } else {
        underWay = batch.get().changes().iterator();
      }
    }
    return batch.isPresent();
  }

  private void take(Change change) {
    Recorded recorded = new Recorded(ring.next(), change);
    ring.add(recorded);
    concerned.clear();
    index.each(recorded, concerned::add);
    concerned.forEach(group -> take(group, recorded));
  }

  private void take(Group group, Recorded change) {
    if (!group.looksAt(change.number())) {
      return;
    }
    Kind kind = change.kind(group.filter());
    if (kind != Kind.NONE) {
      group.add(change, kind);
      pending.add(group);
      if (group.pendingBytes() >= StreamBounds.PIECE_BYTES) {
        flush(group);
      }
    }
  }

  /// Changes that nobody can be told: everybody has missed them.
  private void lose(Batch batch) {
    flushAll();
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      if (subscriber.isLive) {
        subscriber.isLive = false;
        subscriber.next = ring.next();
      }
    }
    ring.clear(batch.first() + batch.count());
    List.copyOf(subscribers).forEach(this::serve);
  }

  private void flushSoon() {
    long pace = bounds.pace().toNanos();
    long rest = flushedNanos + pace - loop.nanoTime();
    if (rest <= 0) {
      flushAll();
    } else if (!isFlushSet && !pending.isEmpty()) {
      isFlushSet = true;
      loop.later(
          Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)),
          () -> {
            isFlushSet = false;
            flushAll();
          });
    }
  }

  private void flushAll() {
    if (!pending.isEmpty()) {
      flushedNanos = loop.nanoTime();
      List.copyOf(pending).forEach(this::flush);
    }
  }

  private void flush(Group group) {
    pending.remove(group);
    if (group.isPending()) {
      List<Matched> events = group.take();
      delivery.tell(group, events);
    }
  }

  /// Something that was sent to somebody has left.
  private void hasLeft(Subscriber subscriber) {
    if (!subscriber.isLive) {
      serve(subscriber);
    }
  }

  /// Sends somebody who is behind the next piece, if it may have one.
  private void serve(Subscriber subscriber) {
    if (subscriber.isGone
        || subscriber.isLive
        || subscriber.isServed
        || subscriber.isWaitingForPage
        || subscriber.out().isEmpty()) {
      return;
    }
    subscriber.isServed = true;
    boolean isAtEnd = delivery.next(subscriber);
    subscriber.isServed = false;
    if (!delivery.mayTake(subscriber)) {
      return; // served again when something has left
    }
    if (!isAtEnd) {
      loop.execute(() -> serve(subscriber));
    } else if (subscriber.snapshot.isPresent()) {
      snapshots.goOn(subscriber);
    } else {
      goLive(subscriber);
    }
  }

  /// What its group is to send has been told to it already.
  private void goLive(Subscriber subscriber) {
    Group group = groups.get(subscriber.filter());
    if (group != null) {
      flush(group);
      subscriber.isLive = !subscriber.isGone;
    }
  }

  private void tickLater() {
    loop.later(Math.max(1, bounds.heartbeat().toMillis() / LOOKS), this::tick);
  }

  private void tick() {
    if (subscribers.isEmpty() || isClosed) {
      isTicking = false;
      return;
    }
    boolean isHeartbeat = ++ticks % LOOKS == 0;
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      if (!subscriber.isAllowed()) {
        end(subscriber, End.NOT_ALLOWED);
      } else if (delivery.isStalled(subscriber)) {
        end(subscriber, End.TOO_SLOW);
      } else if (isHeartbeat) {
        Group group = groups.get(subscriber.filter());
        if (subscriber.isLive && group != null) {
          flush(group);
        }
        delivery.alive(subscriber);
      }
    }
    tickLater();
  }

  private void failed(Subscriber subscriber) {
    end(subscriber, End.FAILED);
  }

  private Future<Void> end(Subscriber subscriber, End why) {
    leave(subscriber);
    return subscriber.out().map(out -> out.end(why)).orElseGet(Future::succeededFuture);
  }

  /// Ends all streams and takes nobody in any more.
  ///
  /// @return ends when all who read know
  public Future<Void> close() {
    isClosed = true;
    flushAll();
    List<Future<Void>> ends = new ArrayList<>();
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      ends.add(end(subscriber, End.GOING_AWAY));
    }
    return ends.isEmpty() ? Future.succeededFuture() : Future.join(ends).mapEmpty();
  }

  /// How many follow.
  public int size() {
    return subscribers.size();
  }
}
