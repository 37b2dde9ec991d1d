package org.placeherd.transport;

import org.placeherd.wire.Rate;

/// What connections and senders of lines are kept to, besides the number of connections. Times are
/// in milliseconds; 0 is no limit.
///
/// @param addressConnections how many connections one address may have open
/// @param firstLineMillis how long until the first line has come
/// @param startedLineMillis how long a line may take from its first byte to its end
/// @param idleMillis how long nothing may come in
/// @param unreadMillis how long replies may wait for a client that reads none of them
/// @param connectionLines how many lines one connection may say
/// @param addressLines how many lines one address may say, by all its connections, datagrams and
///   requests
/// @param heldBytes how many bytes of lines that wait to be handled, and how many of unread
///   replies, all connections together may have before less is read at once, or nothing from who
///   does not read
public record LineGuard(
    int addressConnections,
    long firstLineMillis,
    long startedLineMillis,
    long idleMillis,
    long unreadMillis,
    Rate connectionLines,
    Rate addressLines,
    long heldBytes) {

  /// What holds where nothing is set.
  public static final LineGuard DEFAULT =
      new LineGuard(16_000, 0, 10_000, 0, 60_000, Rate.NONE, Rate.NONE, 64L << 20);

  /// Whether anybody has to wait for having said too much.
  boolean hasRates() {
    return connectionLines.isLimited() || addressLines.isLimited();
  }

  /// The same with another bound for what is held.
  public LineGuard withHeldBytes(long bytes) {
    return new LineGuard(
        addressConnections,
        firstLineMillis,
        startedLineMillis,
        idleMillis,
        unreadMillis,
        connectionLines,
        addressLines,
        bytes);
  }
}
