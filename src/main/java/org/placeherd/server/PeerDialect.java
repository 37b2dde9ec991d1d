package org.placeherd.server;

import java.time.Duration;

/// How to speak to one neighbour (protocol.md §4). What is accepted from it does not depend on
/// this: everything §4 lists is.
///
/// @param hello whether to greet it, and so find out if it is a Placeherd server
/// @param extra what follows the six fields of an AT line
/// @param lineEnd what ends each line
/// @param connection how long a connection to it lives
/// @param idleClose for [Connection#IDLE_CLOSE]: how long a connection may be silent; positive
/// @param catchUp what it is told when its link comes up, if it is an old-style peer
public record PeerDialect(
    Hello hello,
    Extra extra,
    LineEnd lineEnd,
    Connection connection,
    Duration idleClose,
    CatchUp catchUp) {

  /// How a Placeherd server speaks to a neighbour it has been told nothing about.
  public static final PeerDialect DEFAULT =
      new PeerDialect(
          Hello.AUTO,
          Extra.NONE,
          LineEnd.LF,
          Connection.PERSISTENT,
          Duration.ofSeconds(30),
          CatchUp.CHANGES);

  /// The greeting.
  public enum Hello {
    /// Greet; an answer other than HELLO, or silence, means an old-style peer.
    AUTO,
    /// Never greet: it is an old-style peer.
    OFF
  }

  /// What follows the six fields of an AT line.
  public enum Extra {
    /// Nothing.
    NONE,
    /// The name of the server that sends the line.
    SENDER,
    /// The names of the servers that the line has visited.
    VISITED
  }

  /// What ends a line.
  public enum LineEnd {
    /// LF.
    LF,
    /// CR LF.
    CRLF
  }

  /// How long a connection to the neighbour lives.
  public enum Connection {
    /// Until it breaks.
    PERSISTENT,
    /// One AT line, then it is closed.
    PER_MESSAGE,
    /// Until nothing was sent for `idleClose`.
    IDLE_CLOSE
  }

  /// What an old-style peer is told when its link comes up.
  public enum CatchUp {
    /// What changed since the link was lost.
    CHANGES,
    /// Everything.
    TABLE
  }
}
