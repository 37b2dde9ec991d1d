package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import org.placeherd.wire.ByteWriter;

/// What a link is about to write: lines from the feed, for one write. On the event loop.
final class PeerLines {
  private final PeerFeed feed;
  private final ByteWriter out = new ByteWriter(PeerSocket.WRITE_BYTES + 4_096);

  PeerLines(PeerFeed feed) {
    this.feed = feed;
  }

  /// Takes lines until `maxBytes` are reached.
  ///
  /// @return false if there are none
  boolean drain(int maxBytes) {
    out.clear();
    feed.drain(out, maxBytes);
    return out.size() > 0;
  }

  /// What was taken last, for the socket.
  ByteBuf buffer() {
    return Reactor.allocator().directBuffer(out.size()).writeBytes(out.array(), 0, out.size());
  }
}
