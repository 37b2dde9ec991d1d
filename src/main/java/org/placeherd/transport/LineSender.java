package org.placeherd.transport;

import java.net.InetSocketAddress;
import org.placeherd.wire.ByteWriter;

/// Whoever sent lines and gets the replies to them: the other end of a connection, or the sender of
/// one datagram. On the event loop.
public interface LineSender {
  /// Where the replies are written while the lines are handled.
  ByteWriter replies();

  /// The reply being written belongs here but is not known yet: its first `headBytes` are the last
  /// written, the rest comes by [LaterReply#complete].
  LaterReply later(int headBytes);

  /// Where the lines came from.
  InetSocketAddress remoteAddress();
}
