package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A reply that has its place among the replies to its sender but is not known yet.
public final class LaterReply {
  private final Runnable onComplete;
  private final byte[] head;
  private byte @Nullable [] tail;

  /// @param onComplete what is done when the rest is known
  LaterReply(Runnable onComplete, byte[] head) {
    this.onComplete = onComplete;
    this.head = head;
  }

  /// Gives the rest of the reply; head and rest leave as one write. On the event loop, once.
  public void complete(byte[] rest) {
    settle(rest);
    onComplete.run();
  }

  void settle(byte[] rest) {
    tail = rest;
  }

  boolean isSettled() {
    return tail != null;
  }

  /// The part that was known from the start.
  public byte[] head() {
    return head;
  }

  /// Head and rest, to be sent as one.
  ByteBuf buffer() {
    byte[] rest = Objects.requireNonNull(tail, "settled");
    return Reactor.allocator()
        .directBuffer(head.length + rest.length)
        .writeBytes(head)
        .writeBytes(rest);
  }
}
