package org.placeherd.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.placeherd.wire.ByteWriter;

/// Who sent one datagram, and so gets at most one reply. On the event loop.
final class DatagramSender implements LineSender {
  private final DatagramListener listener;
  private final InetSocketAddress address;

  DatagramSender(DatagramListener listener, InetSocketAddress address) {
    this.listener = listener;
    this.address = address;
  }

  @Override
  public ByteWriter replies() {
    return listener.replies;
  }

  @Override
  public LaterReply later(int headBytes) {
    ByteWriter replies = listener.replies;
    int cut = replies.size() - headBytes;
    byte[] head = Arrays.copyOfRange(replies.array(), cut, replies.size());
    replies.truncate(cut);
    return new LaterReply(reply -> listener.reply(reply.buffer(), address), head);
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return address;
  }
}
