package org.placeherd.web.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/// A loop that a test turns by hand, with a time of its own.
final class TestLoop implements Loop {
  private record Later(long nanos, long order, Runnable task) implements Comparable<Later> {
    @Override
    public int compareTo(Later other) {
      return nanos == other.nanos
          ? Long.compare(order, other.order)
          : Long.compare(nanos, other.nanos);
    }
  }

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Later> later = new PriorityQueue<>();
  private long now;
  private long order;

  /// So long everything takes, by a clock that is looked at.
  long nanosALook;

  /// Tasks that were run.
  long turns;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void later(long millis, Runnable task) {
    later.add(new Later(now + millis * 1_000_000, order++, task));
  }

  @Override
  public long nanoTime() {
    now += nanosALook;
    return now;
  }

  void run() {
    while (!tasks.isEmpty()) {
      turns++;
      tasks.remove().run();
    }
  }

  void pass(Duration time) {
    long end = now + time.toNanos();
    run();
    while (!later.isEmpty() && later.peek().nanos <= end) {
      Later next = later.remove();
      now = next.nanos;
      turns++;
      next.task.run();
      run();
    }
    now = end;
  }
}
