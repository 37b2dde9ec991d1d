package org.placeherd.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.placeherd.transport.HeldReplies;

/// The replies of one server that wait to be safe, as `transport` holds them in earnest.
///
/// Other lines may be handled before it is found that no more come.
final class SimulatedReplies implements HeldReplies {
  private record Held(long mark, Runnable leave, Runnable hangUp) {}

  private final Deque<Held> held = new ArrayDeque<>();
  private final Later later;
  private long safe;

  /// Runs something a little later than after so many nanoseconds.
  interface Later {
    void after(long nanos, Runnable work);
  }

  SimulatedReplies(Later later) {
    this.later = later;
  }

  /// A reply leaves as soon as its mark is safe.
  ///
  /// @param hangUp what happens instead when it is given up
  void hold(long mark, Runnable leave, Runnable hangUp) {
    held.add(new Held(mark, leave, hangUp));
    safe(safe);
  }

  @Override
  public void safe(long mark) {
    safe = mark;
    while (!held.isEmpty() && held.peek().mark <= safe) {
      held.remove().leave.run();
    }
  }

  @Override
  public void whenNoMoreCome(long afterNanos, Runnable work) {
    later.after(Math.max(0, afterNanos), work);
  }

  @Override
  public void giveUp(String reason) {
    held.forEach(reply -> reply.hangUp.run());
    held.clear();
  }
}
