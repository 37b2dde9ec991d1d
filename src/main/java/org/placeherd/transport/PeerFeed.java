package org.placeherd.transport;

import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.LineBatch;

/// What the herd does for a link. Called on the event loop.
public interface PeerFeed {
  /// The link is up.
  ///
  /// @param ours whether the peer answered HELLO
  void up(boolean ours);

  /// The peer, one of ours, said something back.
  void heard(LineBatch batch);

  /// The link was lost, or could not be made.
  ///
  /// @param wasUp whether [#up] was called for it
  /// @param reason in words, for the event log
  void down(boolean wasUp, String reason);

  /// Writes lines for the peer until `maxBytes` are reached or there are none.
  void drain(ByteWriter out, int maxBytes);

  /// Whether there is something to be told.
  boolean hasMore();
}
