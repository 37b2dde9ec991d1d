package org.placeherd.server;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// What `[server]` sets: how a server keeps its data and answers.
///
/// @param data directory of `server-<name>.log` and of the journal
/// @param acknowledgement when a report is acknowledged
/// @param events how much goes into the event log
/// @param staleReply the answer to an older IAMAT
/// @param closeAfterReply whether a connection is closed after its first reply
/// @param partialLineTimeout after this long a line with neither newline nor EOF is answered; zero
///   is never
/// @param oldStylePeers addresses whose AT lines are taken, besides those of protocol.md §5
public record ServerOptions(
    Path data,
    Acknowledgement acknowledgement,
    EventMode events,
    StaleReply staleReply,
    boolean closeAfterReply,
    Duration partialLineTimeout,
    Set<InetAddress> oldStylePeers) {

  /// What holds where nothing is set.
  public static final ServerOptions DEFAULT =
      new ServerOptions(
          Path.of("data"),
          Acknowledgement.DISK,
          EventMode.ALL,
          StaleReply.LITERAL,
          false,
          Duration.ZERO,
          Set.of());

  /// Keeps its own copy of the addresses.
  public ServerOptions {
    oldStylePeers = Set.copyOf(oldStylePeers);
  }
}
