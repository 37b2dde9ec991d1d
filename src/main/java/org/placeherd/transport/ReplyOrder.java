package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.placeherd.wire.ByteWriter;

/// Keeps the replies of one connection in the order of its lines, though some become known later
/// than others. On the event loop.
final class ReplyOrder {
  /// Most replies of one connection that wait for each other: WHATSATs under way, and the replies
  /// between them.
  static final int MAX_WAITING = 64;

  /// A connection that reached that bound reads on when so few are left: not one line at a time.
  private static final int FEW_WAITING = MAX_WAITING / 2;

  /// Replies that a client may leave unread once it has nothing more to say.
  private static final long MAX_UNREAD_AFTER_END = 16L << 20;

  /// Replies that wait to be safe, after which no more is read.
  private static final long MAX_HELD_BYTES = 256 * 1024;

  private static final byte[] NOTHING = {};

  private final LineConnection connection;
  private final Channel channel;
  private final Deque<LaterReply> waiting = new ArrayDeque<>(0);
  private List<ByteBuf> ready = new ArrayList<>(1);
  private long readyBytes;

  /// Whether a reply that waits behind an unknown one was written in the batch that has not ended.
  private boolean isUnmarked;

  /// The mark of the last batch in which one was.
  private long waitingMark;

  /// Whether such replies are among those that are ready.
  private boolean haveWaited;

  ReplyOrder(LineConnection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  /// How many more may wait.
  int room() {
    return MAX_WAITING - waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  boolean hasRoomAgain() {
    return waiting.size() <= FEW_WAITING;
  }

  /// Ends what was written with a reply that is not known yet but for its first `headBytes`.
  LaterReply later(ByteWriter replies, int headBytes) {
    int cut = replies.size() - headBytes;
    byte[] head = Arrays.copyOfRange(replies.array(), cut, replies.size());
    replies.truncate(cut);
    send(replies);
    LaterReply reply = new LaterReply(_ -> connection.settled(), head);
    waiting.add(reply);
    return reply;
  }

  /// Sends what was written, behind all that waits, and forgets it.
  void send(ByteWriter replies) {
    if (replies.size() == 0) {
      return;
    }
    if (waiting.isEmpty()) {
      ByteBuf buffer = Reactor.allocator().directBuffer(replies.size());
      write(buffer.writeBytes(replies.array(), 0, replies.size()));
    } else {
      LaterReply inOrder = new LaterReply(_ -> connection.settled(), NOTHING);
      inOrder.settle(replies.toByteArray());
      waiting.add(inOrder);
      isUnmarked = true;
      connection.flushSoon(); // so that the end of this batch gives it its mark
    }
    replies.clear();
  }

  /// Sends all replies that are known and have no unknown one before them.
  void sendSettled() {
    while (!waiting.isEmpty() && waiting.peek().isSettled()) {
      haveWaited = true;
      write(waiting.remove().buffer());
    }
  }

  private void write(ByteBuf buffer) {
    ready.add(buffer);
    readyBytes += buffer.readableBytes();
    connection.flushSoon();
  }

  /// The mark of what was ready when the batch ended; see [Outlet#marked].
  long marked(long mark) {
    if (isUnmarked) {
      waitingMark = Math.max(waitingMark, mark);
      isUnmarked = false;
    }
    long highest = haveWaited ? Math.max(mark, waitingMark) : mark;
    haveWaited = false;
    if (waiting.isEmpty()) {
      waitingMark = 0;
    }
    return highest;
  }

  /// Takes the replies that are known, in order, none missing before them.
  List<ByteBuf> takeReady() {
    List<ByteBuf> taken = ready;
    ready = new ArrayList<>(1);
    return taken;
  }

  /// Hands replies to the socket, or forgets them if it is closed.
  ///
  /// @return how many bytes they are
  long handOver(List<ByteBuf> replies) {
    long before = readyBytes;
    for (ByteBuf reply : replies) {
      readyBytes -= reply.readableBytes();
      if (channel.isOpen()) {
        var _ = channel.write(reply, channel.voidPromise());
      } else {
        reply.release();
      }
    }
    channel.flush();
    return before - readyBytes;
  }

  /// Whether the client has read enough of its replies for us to go on.
  ///
  /// When the input has ended, what is left, no more than the kernel held, is answered without a
  /// pause if at all possible: Netty 4.2.18 may lose what is written behind one, for the socket has
  /// left epoll by then.
  boolean mayWrite(boolean inputEnded) {
    return (channel.isWritable() && readyBytes < MAX_HELD_BYTES)
        || (inputEnded && channel.bytesBeforeWritable() + readyBytes < MAX_UNREAD_AFTER_END);
  }

  void clear() {
    waiting.clear();
    var _ = handOver(takeReady());
  }
}
