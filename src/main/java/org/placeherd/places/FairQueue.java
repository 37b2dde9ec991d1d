package org.placeherd.places;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A bounded queue that takes its askers in turn, one of each, so that who asks for much waits
/// behind himself and not before the others. When it is full, room is made by the one who has most
/// in it.
final class FairQueue<T> {
  private final int max;

  /// Askers with something in the queue; the first one is next.
  private final LinkedHashMap<Long, ArrayDeque<T>> waiting = new LinkedHashMap<>();

  private int size;

  FairQueue(int max) {
    this.max = max;
  }

  /// Adds to the end of the asker's own part.
  ///
  /// @return what has no room now: nothing, or the newest of whoever has most, or `item` itself
  ///   where that is this asker
  synchronized Optional<T> add(long asker, T item) {
    Optional<T> evicted = Optional.empty();
    if (size >= max) {
      long heaviest = heaviest();
      ArrayDeque<T> mine = waiting.get(asker);
      ArrayDeque<T> most = waiting.get(heaviest);
      if (most == null || (mine == null ? 0 : mine.size()) + 1 >= most.size()) {
        return Optional.of(item);
      }
      evicted = Optional.of(most.removeLast());
      size--;
    }
    waiting.computeIfAbsent(asker, _ -> new ArrayDeque<>()).add(item);
    size++;
    return evicted;
  }

  private long heaviest() {
    return waiting.entrySet().stream()
        .max(Comparator.comparingInt(entry -> entry.getValue().size()))
        .map(Map.Entry::getKey)
        .orElse(0L);
  }

  /// Takes the oldest of the asker whose turn it is.
  synchronized Optional<T> poll() {
    Map.Entry<Long, ArrayDeque<T>> next = waiting.pollFirstEntry();
    if (next == null) {
      return Optional.empty();
    }
    T item = next.getValue().removeFirst();
    size--;
    if (!next.getValue().isEmpty()) {
      waiting.putLast(next.getKey(), next.getValue());
    }
    return Optional.of(item);
  }

  /// Takes out what need not be done any more; nothing happens where it is not there.
  synchronized void remove(long asker, T item) {
    ArrayDeque<T> mine = waiting.get(asker);
    if (mine != null && mine.remove(item)) {
      size--;
      if (mine.isEmpty()) {
        waiting.remove(asker);
      }
    }
  }

  synchronized int size() {
    return size;
  }
}
