package org.placeherd.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/// What all parts of one simulation share: its time, its chance, what has been said so far, and the
/// trace of what happened.
final class SimulatedWorld {
  /// The morning of the first simulated day, nanoseconds since 1970.
  static final long START_NANOS = 1_479_413_884_000_000_000L;

  /// Many times what the longest history needs; beyond it the herd is storming.
  private static final int MAX_EVENTS = 300_000;

  private final Chance chance;
  private final boolean verbose;
  private final int maxEvents;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SaidReports said = new SaidReports();
  private final Map<String, Long> told = new HashMap<>();
  private long nowNanos = START_NANOS;
  private long sequence;
  private int steps;
  private long trace = 0xCBF29CE484222325L;

  private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = Long.compare(atNanos, other.atNanos);
      return order != 0 ? order : Long.compare(sequence, other.sequence);
    }
  }

  SimulatedWorld(long seed, boolean verbose) {
    this(seed, verbose, MAX_EVENTS);
  }

  SimulatedWorld(long seed, boolean verbose, int maxEvents) {
    chance = new Chance(seed);
    this.verbose = verbose;
    this.maxEvents = maxEvents;
  }

  Chance chance() {
    return chance;
  }

  /// The true time.
  long nowNanos() {
    return nowNanos;
  }

  void at(long atNanos, Runnable action) {
    events.add(new Event(Math.max(atNanos, nowNanos), sequence++, action));
  }

  void after(long nanos, Runnable action) {
    at(nowNanos + nanos, action);
  }

  /// Lets so much time pass.
  void run(long nanos) {
    long until = nowNanos + nanos;
    while (!events.isEmpty() && events.peek().atNanos <= until) {
      if (++steps > maxEvents) {
        throw Checker.STORM.found("the herd does not come to rest");
      }
      Event event = events.remove();
      nowNanos = event.atNanos;
      event.action.run();
    }
    nowNanos = until;
  }

  /// Writes down what happened. Two runs of one seed write the same.
  void note(String who, String what) {
    trace = mix(mix(mix(trace, nowNanos), who.hashCode()), what.hashCode());
    if (verbose) {
      System.out.printf(
          "%10.3f %-9s %s%n", (nowNanos - START_NANOS) / 1e9, who, what.stripTrailing());
    }
  }

  private static long mix(long hash, long value) {
    return (hash ^ value) * 0x100000001B3L ^ hash >>> 32;
  }

  long trace() {
    return trace;
  }

  /// One of our servers tells a line.
  void countTold(String line) {
    int end = line.indexOf(' ');
    told.merge(end < 0 ? line : line.substring(0, end), 1L, Long::sum);
  }

  /// How many lines of that kind our servers have told each other, and others.
  long told(String kind) {
    return told.getOrDefault(kind, 0L);
  }

  /// What anybody has said so far.
  SaidReports said() {
    return said;
  }
}
