package org.placeherd.places;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Questions under way. Who asks what is being asked already joins, and gets the same answer.
///
/// Nobody's giving up ends a flight, not even that of the one who began it; all share a failure,
/// and the next one asks anew.
final class Flights<K, V> {
  private final PlacesClock clock;
  private final ConcurrentHashMap<K, Flight<V>> underway = new ConcurrentHashMap<>();

  /// A place in a flight.
  ///
  /// @param landing the caller's own stage; to give it up does nothing to the others
  /// @param isShared whether somebody else had begun it
  record Seat<V>(CompletableFuture<V> landing, boolean isShared) {}

  private record Flight<V>(CompletableFuture<V> landing, Deadline deadline) {}

  Flights(PlacesClock clock) {
    this.clock = clock;
  }

  /// Joins a flight that is under way, if there is one.
  Optional<Seat<V>> join(K key, long timeoutMillis) {
    return Optional.ofNullable(underway.get(key)).map(flight -> seat(flight, timeoutMillis));
  }

  /// Joins a flight, or begins one.
  ///
  /// @param ask what is done to begin one; the deadline moves when others join
  Seat<V> joinOrBegin(K key, long timeoutMillis, Function<Deadline, CompletableFuture<V>> ask) {
    Flight<V> mine = new Flight<>(new CompletableFuture<>(), new Deadline(clock, timeoutMillis));
    Flight<V> before = underway.putIfAbsent(key, mine);
    if (before != null) {
      return seat(before, timeoutMillis);
    }
    CompletableFuture<V> own = mine.landing.copy();
    CompletableFuture<V> asked;
    try {
      asked = ask.apply(mine.deadline);
    } catch (Throwable e) { // whoever has joined meanwhile must hear of it
      asked = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<V> _ =
        asked.whenComplete((answer, failure) -> {
          underway.remove(key, mine);
          if (failure == null) {
            mine.landing.complete(answer);
          } else {
            mine.landing.completeExceptionally(failure);
          }
        });
    return new Seat<>(own, false);
  }

  private static <V> Seat<V> seat(Flight<V> flight, long timeoutMillis) {
    flight.deadline.extend(timeoutMillis);
    return new Seat<>(flight.landing.copy(), true);
  }

  /// How many are under way.
  int count() {
    return underway.size();
  }
}
