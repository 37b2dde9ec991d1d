package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A reply that has its place among the replies to its sender but is not known yet.
public final class LaterReply {
  private final Consumer<LaterReply> onComplete;
  private final byte[] head;
  private byte @Nullable [] tail;

  /// @param onComplete what is done when the rest is known
  LaterReply(Consumer<LaterReply> onComplete, byte[] head) {
    this.onComplete = onComplete;
    this.head = head;
  }

  /// Gives the rest of the reply; head and rest leave as one write. On the event loop, once.
  public void complete(byte[] rest) {
    settle(rest);
    onComplete.accept(this);
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

  /// How many bytes head and rest have.
  int length() {
    return head.length + tail().length;
  }

  /// Copies head and rest into `target`.
  ///
  /// @return where the copy ends
  int copyTo(byte[] target, int at) {
    byte[] rest = tail();
    System.arraycopy(head, 0, target, at, head.length);
    System.arraycopy(rest, 0, target, at + head.length, rest.length);
    return at + head.length + rest.length;
  }

  private byte[] tail() {
    return Objects.requireNonNull(tail, "settled");
  }

  /// Head and rest, to be sent as one.
  ByteBuf buffer() {
    byte[] rest = tail();
    return Reactor.allocator()
        .directBuffer(head.length + rest.length)
        .writeBytes(head)
        .writeBytes(rest);
  }
}
