package org.placeherd.transport;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/// How much a listener's connections read at once: what its [Gate] says.
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {
  private final Gate gate;

  ReadSizes(Gate gate) {
    this.gate = gate;
  }

  @Override
  @SuppressWarnings("deprecation") // the only type that Netty takes here
  public Handle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public int guess() {
        return gate.readBytes();
      }
    };
  }
}
