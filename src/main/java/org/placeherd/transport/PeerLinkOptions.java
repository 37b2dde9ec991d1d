package org.placeherd.transport;

import java.net.InetSocketAddress;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;

/// How to reach one neighbour and how to speak to it (protocol §4).
///
/// @param ownName the name we introduce ourselves with
/// @param address where it listens; may be unresolved
/// @param hello whether to say HELLO at all
/// @param carriageReturn whether HELLO ends with CRLF, for peers that know no other line end
/// @param connections one connection for all lines, or one for each
/// @param idleCloseMillis close a connection on which nothing was sent for so long; 0 = keep it
/// @param hashKey the key for the names of clients
public record PeerLinkOptions(
    String ownName,
    InetSocketAddress address,
    boolean hello,
    boolean carriageReturn,
    Connections connections,
    long idleCloseMillis,
    HashKey hashKey) {

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
