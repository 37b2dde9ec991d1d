package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.List;

/// One direction of the path between two machines: how slow it is, how much it takes at once, and
/// whether anything gets through.
final class SimulatedWay {
  private static final int FAST_BYTES = 65_536;
  private static final int LINE_BYTES = 100;
  private static final int SECOND_MILLIS = 1_000;

  private final SimulatedWorld world;
  private final int mostDelayMillis;
  private int bytesAtOnce = FAST_BYTES;
  private int leastPaceMillis;
  private int mostPaceMillis;
  private boolean losing;
  private final List<Runnable> whenRestored = new ArrayList<>();

  /// A way as fast as the machines, delay apart.
  SimulatedWay(SimulatedWorld world, int mostDelayMillis) {
    this.world = world;
    this.mostDelayMillis = mostDelayMillis;
  }

  /// From now on it takes a line or so at a time.
  void throttle() {
    boolean aLineASecond = world.chance().percent(10);
    bytesAtOnce = aLineASecond ? LINE_BYTES : world.chance().between(1, 80);
    leastPaceMillis = aLineASecond ? SECOND_MILLIS : 1;
    mostPaceMillis = aLineASecond ? SECOND_MILLIS : world.chance().between(50, 400);
  }

  long delayNanos() {
    return world.chance().millis(0, mostDelayMillis);
  }

  /// How many bytes may be on the way before the sender must wait.
  int bytesAtOnce() {
    return bytesAtOnce;
  }

  /// How long after one write the next one arrives at the earliest.
  long paceNanos() {
    return world.chance().millis(leastPaceMillis, mostPaceMillis);
  }

  boolean isLosing() {
    return losing;
  }

  /// Nothing gets through any more, and nobody is told.
  void lose() {
    losing = true;
  }

  /// All gets through again, what was sent meanwhile too, because it is sent again.
  void restore() {
    if (losing) {
      losing = false;
      List<Runnable> actions = List.copyOf(whenRestored);
      whenRestored.clear();
      actions.forEach(Runnable::run);
    }
  }

  /// Does this once, when the way is restored.
  void whenRestored(Runnable action) {
    whenRestored.add(action);
  }
}
