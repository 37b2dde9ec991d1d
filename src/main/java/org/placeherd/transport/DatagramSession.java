package org.placeherd.transport;

import org.placeherd.wire.LineBatch;

/// What the herd makes of datagrams. Called on the event loop.
public interface DatagramSession {
  /// Handles the one line of a datagram; writes the reply to [LineSender#replies].
  void line(LineSender sender, LineBatch batch);
}
