package org.placeherd.places;

/// Which part of a herd-wide budget is this server's. Budgets are split and not negotiated: the
/// herd then cannot exceed them whatever links are down, at the price that what one server leaves
/// another cannot use.
///
/// @param position the server's place among all servers of the configuration, from 0
/// @param servers how many there are
public record HerdShare(int position, int servers) {
  /// A server by itself.
  public static final HerdShare ALL = new HerdShare(0, 1);

  /// Refuses a position outside.
  public HerdShare {
    if (position < 0 || position >= servers) {
      throw new IllegalArgumentException(
          "position must be 0 to %d: %d".formatted(servers - 1, position));
    }
  }

  /// An equal part; what is left over goes to the first servers, one each.
  long of(long total) {
    return total == BudgetLimits.UNLIMITED
        ? total
        : total / servers + (position < total % servers ? 1 : 0);
  }
}
