package org.placeherd.simulation;

/// What one machine takes for the time: off, and now and then set anew.
final class SimulatedClock {
  /// No two clocks are further apart than twice this.
  static final int MOST_OFF_MILLIS = 25_000;

  private final SimulatedWorld world;
  private long offsetNanos;
  private long latestNanos;

  /// A clock that is right.
  SimulatedClock(SimulatedWorld world) {
    this.world = world;
  }

  /// Somebody, or something, sets the clock: mostly nearly right, sometimes a few seconds off,
  /// sometimes beyond what is believed.
  void set() {
    int kind = world.chance().between(0, 99);
    int most = kind < 60 ? 20 : kind < 80 ? 8_000 : MOST_OFF_MILLIS;
    offsetNanos = world.chance().millis(-most, most);
  }

  /// The time that the machine believes.
  long nowNanos() {
    long now = world.nowNanos() + offsetNanos;
    latestNanos = Math.max(latestNanos, now);
    return now;
  }

  /// The latest time that it has ever believed.
  long latestNanos() {
    return Math.max(latestNanos, nowNanos());
  }
}
