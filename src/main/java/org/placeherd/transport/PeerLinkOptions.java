package org.placeherd.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.placeherd.wire.HashKey;

/// How to reach one neighbour and how to speak to it (protocol §4).
///
/// @param ownName the name we introduce ourselves with
/// @param peerName the name that its certificate must be issued for, where TLS is spoken
/// @param address where it listens; may be unresolved
/// @param hello whether to say HELLO at all
/// @param carriageReturn whether HELLO ends with CRLF, for peers that know no other line end
/// @param connections one connection for all lines, or one for each
/// @param idleCloseMillis close a connection on which nothing was sent for so long; 0 = keep it
/// @param hashKey the key for the names of clients
/// @param tls the TLS to speak with it; empty = none
/// @param secret what it has to prove that it knows; empty = nothing
public record PeerLinkOptions(
    String ownName,
    String peerName,
    InetSocketAddress address,
    boolean hello,
    boolean carriageReturn,
    Connections connections,
    long idleCloseMillis,
    HashKey hashKey,
    Optional<Tls> tls,
    Optional<HerdSecret> secret) {

  /// How we introduce ourselves to it.
  Introduction introduction() {
    return new Introduction(ownName, peerName, carriageReturn, secret);
  }

  boolean isPerMessage() {
    return connections == Connections.PER_MESSAGE;
  }

  /// Whether it is connected to only while there is something to tell.
  boolean isOnDemand() {
    return isPerMessage() || idleCloseMillis > 0;
  }

  /// How many lines a connection carries.
  public enum Connections {
    /// All of them.
    PERSISTENT,
    /// One; then it is closed.
    PER_MESSAGE
  }
}
