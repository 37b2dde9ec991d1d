package org.placeherd.node;

import org.placeherd.wire.Rate;

/// What a node keeps and takes of clients at most.
///
/// @param clients how many clients are known at most
/// @param textBytes how many bytes the texts of clients may take that are too long for a slot of
///   the table, all together
/// @param reports how often one client may report here
public record ClientLimits(int clients, long textBytes, Rate reports) {
  /// No limits.
  public static final ClientLimits NONE =
      new ClientLimits(Integer.MAX_VALUE, Long.MAX_VALUE, Rate.NONE);
}
