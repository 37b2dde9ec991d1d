package org.placeherd.transport;

import java.net.InetSocketAddress;
import org.placeherd.wire.LineBatch;

/// What the herd makes of one connection. Called on the event loop.
public interface LineSession {
  /// Opens sessions for the connections that a listener accepts.
  interface Factory {
    /// A client or peer has connected.
    LineSession open(LineConnection connection);

    /// Somebody was turned away.
    ///
    /// @param reason in words, for the event log
    void refused(InetSocketAddress remote, String reason);

    /// Somebody who had been let in does not keep to a limit, and is closed.
    ///
    /// @param reason in words, for the event log
    default void limited(InetSocketAddress remote, String reason) {
      refused(remote, reason);
    }
  }

  /// Handles lines, in order; writes replies to [LineSender#replies].
  void lines(LineBatch batch);

  /// Whether AT lines are taken from this connection, so that they may be longer than others.
  boolean isPeer();

  /// Whether the last line counts though its LF is missing. Not from a server of ours, which ends
  /// every line: there it was cut, and what is left may look like a report that nobody made.
  boolean mayLeaveLineOpen();

  /// Whether the connection may be closed once it was answered, where the options say so. Not that
  /// of a server or tool of ours.
  boolean mayCloseAfterReply();

  /// Whether the connection should be closed when nothing has come in for long: an old-style
  /// peer's, who may leave sockets open on us.
  boolean closesWhenIdle();

  /// Whether the connection is to be closed once it was answered: its client has shown too many
  /// wrong tokens.
  default boolean isShut() {
    return false;
  }

  /// The connection is gone.
  ///
  /// @param reason in words, for the event log
  void closed(String reason);
}
