package org.placeherd.transport;

import java.net.InetSocketAddress;

/// How to reach one neighbour and how to speak to it (protocol §4).
///
/// @param ownName the name we introduce ourselves with
/// @param address where it listens; may be unresolved
/// @param hello whether to say HELLO at all
/// @param carriageReturn whether HELLO ends with CRLF, for peers that know no other line end
/// @param connections one connection for all lines, or one for each
/// @param idleCloseMillis close a connection on which nothing was sent for so long; 0 = keep it
public record PeerLinkOptions(
    String ownName,
    InetSocketAddress address,
    boolean hello,
    boolean carriageReturn,
    Connections connections,
    long idleCloseMillis) {

  /// How many lines a connection carries.
  public enum Connections {
    /// All of them.
    PERSISTENT,
    /// One; then it is closed.
    PER_MESSAGE
  }
}
