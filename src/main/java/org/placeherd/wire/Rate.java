package org.placeherd.wire;

/// How much somebody may say in a while: so many a second on average, and so many at once. A token
/// bucket whose only state is one number, the time at which it is full again.
///
/// @param perSecond how many a second; 0 is no limit
/// @param burst how many at once after a pause; at least 1
public record Rate(long perSecond, long burst) {
  /// No limit.
  public static final Rate NONE = new Rate(0, 1);

  /// The most that can be set.
  public static final long MAX_PER_SECOND = 1_000_000;

  private static final long SECOND_NANOS = 1_000_000_000L;

  /// Refuses what nobody could keep to.
  public Rate {
    if (perSecond < 0 || perSecond > MAX_PER_SECOND || burst < 1 || burst > MAX_PER_SECOND) {
      throw new IllegalArgumentException("not a rate: %d, %d".formatted(perSecond, burst));
    }
  }

  /// A rate whose burst, where it is 0, is what comes in a second.
  public static Rate of(long perSecond, long burst) {
    return new Rate(perSecond, burst > 0 ? burst : Math.max(1, perSecond));
  }

  /// Whether there is a limit at all.
  public boolean isLimited() {
    return perSecond > 0;
  }

  private long costNanos() {
    return SECOND_NANOS / perSecond;
  }

  /// How many more there is room for now.
  ///
  /// @param fullNanos what [#spend] gave last, any time in the past at first
  /// @param nowNanos of a clock that may go back: then nobody waits longer than for a whole burst
  public long room(long fullNanos, long nowNanos) {
    if (!isLimited()) {
      return Long.MAX_VALUE;
    }
    long debtNanos = Math.max(0, fullNanos - nowNanos);
    return (burst * costNanos() - Math.min(debtNanos, burst * costNanos())) / costNanos();
  }

  /// Takes `count` out, more than there is room for if need be: what is over has to be waited for.
  ///
  /// @return when the bucket is full again
  public long spend(long fullNanos, long nowNanos, int count) {
    return isLimited() ? Math.max(fullNanos, nowNanos) + count * costNanos() : fullNanos;
  }
}
