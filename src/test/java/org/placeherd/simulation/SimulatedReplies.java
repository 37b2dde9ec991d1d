package org.placeherd.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.placeherd.transport.HeldReplies;

/// The replies of one server that wait to be safe, as `transport` holds them in earnest.
final class SimulatedReplies implements HeldReplies {
  private record Held(long mark, Runnable leave, Runnable hangUp) {}

  private final Deque<Held> held = new ArrayDeque<>();
  private long safe;

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
  public void giveUp(String reason) {
    held.forEach(reply -> reply.hangUp.run());
    held.clear();
  }
}
