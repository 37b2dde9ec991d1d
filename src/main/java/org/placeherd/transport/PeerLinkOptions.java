package org.placeherd.transport;

import java.net.InetSocketAddress;
import org.placeherd.wire.HashKey;

/// How to reach one neighbour and how to speak to it (protocol §4).
///
/// @param ownName the name we introduce ourselves with
/// @param address where it listens; may be unresolved
/// @param hello whether to say HELLO at all
/// @param connections one connection for all lines, or one for each
/// @param idleCloseMillis close a connection on which nothing was sent for so long; 0 = keep it
/// @param hashKey the key for the names of clients
public record PeerLinkOptions(
    String ownName,
    InetSocketAddress address,
    boolean hello,
    Connections connections,
    long idleCloseMillis,
    HashKey hashKey) {

  /// How many lines a connection carries.
  public enum Connections {
    /// All of them.
    PERSISTENT,
    /// One; then it is closed.
    PER_MESSAGE
  }
}
