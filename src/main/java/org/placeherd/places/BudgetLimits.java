package org.placeherd.places;

/// How much may be asked of a source. Minutes, days and months are those of UTC.
///
/// @param callsPerMinute calls in a minute of the clock; [#UNLIMITED] or less
/// @param callsPerDay calls in a day
/// @param callsPerMonth calls in a calendar month
/// @param microDollarsPerMonth millionths of a dollar in a calendar month, at list price
public record BudgetLimits(
    long callsPerMinute, long callsPerDay, long callsPerMonth, long microDollarsPerMonth) {
  /// No limit.
  public static final long UNLIMITED = Long.MAX_VALUE;

  /// No limit of any kind.
  public static final BudgetLimits NONE =
      new BudgetLimits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

  /// The largest part of a budget that is set down as spent in advance, and lost in a crash.
  private static final long ADVANCE_MAX = 64;

  private static final long PERCENT = 100;

  /// Refuses limits below 0.
  public BudgetLimits {
    if (callsPerMinute < 0 || callsPerDay < 0 || callsPerMonth < 0 || microDollarsPerMonth < 0) {
      throw new IllegalArgumentException("a budget must be 0 or more");
    }
  }

  /// What one server of a herd may use of it: the shares of all servers make up the whole.
  BudgetLimits of(HerdShare share) {
    return new BudgetLimits(
        share.of(callsPerMinute),
        share.of(callsPerDay),
        share.of(callsPerMonth),
        share.of(microDollarsPerMonth));
  }

  /// Whether a month has an end to what it can cost that somebody has thought of; so many calls a
  /// minute are many in a month.
  boolean limitsMonths() {
    return callsPerDay != UNLIMITED
        || callsPerMonth != UNLIMITED
        || microDollarsPerMonth != UNLIMITED;
  }

  boolean isLimited() {
    return !equals(NONE);
  }

  /// How many calls are set down as spent at a time: a hundredth of the budget at most, so that a
  /// crash costs no more, and many calls share one write where the budget is large.
  long callsInAdvance() {
    long least = Math.min(callsPerMinute, Math.min(callsPerDay, callsPerMonth));
    return Math.clamp(least / PERCENT, 1, ADVANCE_MAX);
  }
}
