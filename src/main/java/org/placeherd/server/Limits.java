package org.placeherd.server;

import org.placeherd.node.ClientLimits;
import org.placeherd.transport.LineGuard;
import org.placeherd.wire.Rate;

/// What `[limits]` sets.
///
/// @param lineBytes longest line accepted, in bytes without its end
/// @param clientIdBytes longest client name accepted, in bytes; shorter than a line
/// @param lenientIds whether client names may hold control bytes
/// @param connections most connections open at once
/// @param guard what connections and senders are kept to besides
/// @param clients what is kept and taken of clients; 0 bytes or clients are what the heap has room
///   for
public record Limits(
    int lineBytes,
    int clientIdBytes,
    boolean lenientIds,
    int connections,
    LineGuard guard,
    ClientLimits clients) {
  /// What a client takes of the heap at most while its text fits a slot of the table: that, its
  /// telemetry, its places in the indexes and in what waits to be saved and told, and those of them
  /// that are being made twice as large.
  private static final long CLIENT_BYTES = 256 + 16;

  /// What holds where nothing is set.
  public static final Limits DEFAULT = new Limits(1024, 255, false, 20_000);

  /// With everything else as where nothing is set.
  public Limits(int lineBytes, int clientIdBytes, boolean lenientIds, int connections) {
    this(
        lineBytes,
        clientIdBytes,
        lenientIds,
        connections,
        LineGuard.DEFAULT,
        new ClientLimits(0, 0, Rate.NONE));
  }

  /// The same with another guard.
  public Limits with(LineGuard other) {
    return new Limits(lineBytes, clientIdBytes, lenientIds, connections, other, clients);
  }

  /// The same with other limits of clients.
  public Limits with(ClientLimits other) {
    return new Limits(lineBytes, clientIdBytes, lenientIds, connections, guard, other);
  }

  /// The limits of clients in numbers.
  ///
  /// @param heapBytes how large the heap may become: half of it is for clients, an eighth for the
  ///   long texts of some
  ClientLimits clientsIn(long heapBytes) {
    long most = Math.min(Integer.MAX_VALUE, heapBytes / 2 / CLIENT_BYTES);
    return new ClientLimits(
        clients.clients() > 0 ? clients.clients() : (int) most,
        clients.textBytes() > 0 ? clients.textBytes() : heapBytes / 8,
        clients.reports());
  }

  /// The guard for a heap of that size: an eighth of it, at most, is for lines that wait, and as
  /// much outside of it for replies that are not read.
  LineGuard guardIn(long heapBytes) {
    return guard.withHeldBytes(Math.min(guard.heldBytes(), heapBytes / 8));
  }
}
