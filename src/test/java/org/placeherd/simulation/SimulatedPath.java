package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The path between two machines, both ways, and what can befall it.
final class SimulatedPath {
  /// How the connections over a path come to break.
  enum Break {
    /// Both ends are told, each in its own time.
    TOLD,
    /// Nobody is told.
    SILENT
  }

  private final SimulatedWorld world;
  private final String one;
  private final SimulatedWay forth;
  private final SimulatedWay back;
  private final boolean deliversLateBytes;
  private final List<Consumer<Break>> whenBroken = new ArrayList<>();
  private boolean open = true;

  /// A path from the machine `one` to another.
  ///
  /// @param fast whether both ways are
  SimulatedPath(SimulatedWorld world, String one, boolean fast) {
    this.world = world;
    this.one = one;
    Chance chance = world.chance();
    int mostDelayMillis = chance.of(fast ? List.of(0, 2, 20) : List.of(2, 20, 200, 1_500));
    forth = new SimulatedWay(world, mostDelayMillis);
    back = new SimulatedWay(world, mostDelayMillis);
    for (SimulatedWay way : List.of(forth, back)) {
      if (!fast && chance.percent(30)) {
        way.throttle();
      }
    }
    deliversLateBytes = chance.percent(50);
  }

  /// The way on which that machine sends.
  SimulatedWay from(String machine) {
    return machine.equals(one) ? forth : back;
  }

  /// The way on which that machine hears.
  SimulatedWay to(String machine) {
    return machine.equals(one) ? back : forth;
  }

  /// Whether a connection can be made.
  boolean isPassable() {
    return open && !forth.isLosing() && !back.isLosing();
  }

  /// Whether some of what was on the way when a connection ended still arrives.
  boolean deliversLateBytes() {
    return deliversLateBytes;
  }

  /// Does this whenever the connections over the path break.
  void whenBroken(Consumer<Break> action) {
    whenBroken.add(action);
  }

  /// All connections end, and no new ones can be made.
  void cut() {
    if (open) {
      open = false;
      breakConnections(Break.TOLD);
    }
  }

  /// All connections end; new ones can be made at once.
  void reset() {
    breakConnections(Break.TOLD);
  }

  /// A box in the middle forgets the connections: nothing gets through on them, and nobody knows.
  void forgetConnections() {
    breakConnections(Break.SILENT);
  }

  private void breakConnections(Break how) {
    whenBroken.forEach(action -> action.accept(how));
  }

  /// One direction or both lose all that is sent, for the time being.
  void lose() {
    int which = world.chance().between(0, 2);
    if (which != 0) {
      forth.lose();
    }
    if (which != 1) {
      back.lose();
    }
  }

  /// All gets through again.
  void restore() {
    open = true;
    forth.restore();
    back.restore();
  }
}
