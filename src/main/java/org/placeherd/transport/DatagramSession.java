package org.placeherd.transport;

import org.placeherd.wire.LineBatch;

/// What the herd makes of datagrams. Called on the event loop.
public interface DatagramSession {
  /// Whether a datagram may have an AUTH line before its own.
  default boolean takesTokens() {
    return false;
  }

  /// Handles the one line of a datagram, or an AUTH line and the one behind it; writes the reply to
  /// [LineSender#replies].
  void line(LineSender sender, LineBatch batch);
}
