package org.placeherd.places;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The calls that still wait for their reply, oldest first.
///
/// Whoever takes a call out must reply to it, and nobody else may: that is how each is answered
/// exactly once. All calls have the same time to live, so the oldest is also the next one due (two
/// threads that add at once may swap places and be some microseconds off).
final class PendingCalls {
  private final LongSupplier nanoTime;
  private final LinkedHashSet<PlacesCall> calls = new LinkedHashSet<>();

  /// The same calls, to find who has most of them when there are too many.
  private final FairQueue<PlacesCall> byAsker;

  private boolean closed;
  private boolean watcherIdle;

  PendingCalls(int max, LongSupplier nanoTime) {
    this.byAsker = new FairQueue<>(max);
    this.nanoTime = nanoTime;
  }

  /// Adds a call.
  ///
  /// @return which call has no room now, and must be answered by whoever called this: none, or the
  ///   newest of the asker who has most, or this one; after `close` always this one
  synchronized Optional<PlacesCall> add(PlacesCall call) {
    if (closed) {
      return Optional.of(call);
    }
    Optional<PlacesCall> noRoom = byAsker.add(call.asker, call);
    if (noRoom.isPresent() && noRoom.get() == call) {
      return noRoom;
    }
    noRoom.ifPresent(calls::remove);
    calls.add(call);
    if (watcherIdle) {
      watcherIdle = false;
      notifyAll();
    }
    return noRoom;
  }

  /// Takes a call out; false when somebody else has done so.
  synchronized boolean take(PlacesCall call) {
    byAsker.remove(call.asker, call);
    return calls.remove(call);
  }

  synchronized boolean contains(PlacesCall call) {
    return calls.contains(call);
  }

  /// Takes out the calls whose deadline has come.
  synchronized List<PlacesCall> takeOverdue() {
    List<PlacesCall> overdue = new ArrayList<>();
    while (!calls.isEmpty() && nanosLeft() <= 0) {
      PlacesCall call = calls.removeFirst();
      byAsker.remove(call.asker, call);
      overdue.add(call);
    }
    return overdue;
  }

  /// Waits until a deadline has come, and takes out the calls concerned; empty after `close`.
  ///
  /// Calls that are added or taken meanwhile do not wake the thread that waits here, except for the
  /// first one after an idle spell: so deadlines cost a wake-up now and then and not one a call.
  synchronized List<PlacesCall> awaitOverdue() throws InterruptedException {
    while (!closed) {
      if (calls.isEmpty()) {
        watcherIdle = true;
        wait();
      } else if (nanosLeft() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, nanosLeft());
      } else {
        return takeOverdue();
      }
    }
    return List.of();
  }

  /// Takes out all calls and lets no more in.
  synchronized List<PlacesCall> close() {
    closed = true;
    notifyAll();
    List<PlacesCall> rest = List.copyOf(calls);
    calls.clear();
    return rest;
  }

  private long nanosLeft() {
    return calls.getFirst().deadlineNanos - nanoTime.getAsLong();
  }
}
