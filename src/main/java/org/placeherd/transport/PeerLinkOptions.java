package org.placeherd.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;

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
public record PeerLinkOptions(
    String ownName,
    String peerName,
    InetSocketAddress address,
    boolean hello,
    boolean carriageReturn,
    Connections connections,
    long idleCloseMillis,
    HashKey hashKey,
    Optional<Tls> tls) {

  /// The line, line end included, in which we introduce ourselves.
  String greeting() {
    String hello = Hello.line(ownName);
    return carriageReturn ? hello.replace("\n", "\r\n") : hello;
  }

  /// How many lines a connection carries.
  public enum Connections {
    /// All of them.
    PERSISTENT,
    /// One; then it is closed.
    PER_MESSAGE
  }
}
