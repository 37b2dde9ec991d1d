package org.placeherd.node;

import java.util.ArrayList;
import java.util.List;

/// The way between two servers: how slow it is, whether it is open, and who breaks when it closes.
final class SimulatedPath {
  private final SimulatedWorld world;
  private final int mostDelayMillis;
  private final int bytesAtOnce;
  private final int paceMillis;
  private final boolean deliversLateBytes;
  private final List<Runnable> whenCut = new ArrayList<>();
  private boolean open = true;

  SimulatedPath(SimulatedWorld world) {
    this.world = world;
    Chance chance = world.chance();
    boolean slow = chance.percent(40);
    mostDelayMillis = chance.of(List.of(2, 20, 200, 1_500));
    bytesAtOnce = slow ? chance.between(1, 80) : 65_536;
    paceMillis = slow ? chance.between(50, 400) : 1;
    deliversLateBytes = chance.percent(50);
  }

  boolean isOpen() {
    return open;
  }

  long delayNanos() {
    return world.chance().millis(0, mostDelayMillis);
  }

  /// How many bytes fit before the sender must wait.
  int bytesAtOnce() {
    return bytesAtOnce;
  }

  /// How long it waits.
  long paceNanos() {
    return world.chance().millis(1, paceMillis);
  }

  /// Whether some of what was under way when a connection ended still arrives.
  boolean deliversLateBytes() {
    return deliversLateBytes;
  }

  void onCut(Runnable action) {
    whenCut.add(action);
  }

  void cut() {
    if (open) {
      open = false;
      whenCut.forEach(Runnable::run);
    }
  }

  void restore() {
    open = true;
  }
}
