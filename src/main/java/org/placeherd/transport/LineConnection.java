package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// One accepted connection: bytes in, lines to the session, replies out in order.
///
/// Bounds: it stops to read while [#MAX_LATER_REPLIES] replies are not known yet, or while the
/// client does not read what it was sent. All on the event loop.
public final class LineConnection extends ChannelInboundHandlerAdapter {
  /// Most WHATSATs of one connection under way at once.
  static final int MAX_LATER_REPLIES = 64;

  /// A connection that reached that bound reads on when so few are left: not one line at a time.
  private static final int RESUME_LATER_REPLIES = MAX_LATER_REPLIES / 2;

  /// A connection that we have shut is read from for so long, lest our last reply become a reset.
  private static final long LINGER_MILLIS = 5_000;

  private static final byte[] NOTHING = {};

  private final LineListener listener;
  private final Channel channel;
  private final LineSession session;
  private final Deque<LaterReply> later = new ArrayDeque<>(0);
  private byte[] leftover = NOTHING;
  private String closeReason = "closed by the other side";
  private long lastReadNanos = System.nanoTime();
  private long reads;
  private boolean paused;
  private boolean waitsForPeers;
  private boolean inputEnded;
  private boolean closing;
  private boolean unflushed;
  private boolean answered;
  private boolean shut;
  private boolean outputEnded;

  LineConnection(LineListener listener, Channel channel) {
    this.listener = listener;
    this.channel = channel;
    this.session = listener.sessions.open(this);
  }

  /// Where the session writes replies while it handles lines.
  public ByteWriter replies() {
    return listener.replies;
  }

  /// The other end.
  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /// The reply being written belongs here but is not known yet: its first `headBytes` are the last
  /// written, the rest comes by [LaterReply#complete].
  public LaterReply later(int headBytes) {
    ByteWriter replies = listener.replies;
    int cut = replies.size() - headBytes;
    byte[] head = Arrays.copyOfRange(replies.array(), cut, replies.size());
    replies.truncate(cut);
    sendReplies();
    LaterReply reply = new LaterReply(this, head);
    later.add(reply);
    return reply;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      lastReadNanos = System.nanoTime();
      reads++;
      if (closing) {
        return;
      }
      int readable = bytes.readableBytes();
      byte[] input = listener.input(leftover.length + readable);
      System.arraycopy(leftover, 0, input, 0, leftover.length);
      bytes.readBytes(input, leftover.length, readable);
      take(input, leftover.length + readable, false);
    } finally {
      bytes.release();
    }
  }

  /// Handles the lines of `input[0 … to)` and keeps what is left.
  ///
  /// @param peersHeard whether all that was ready has been read; a question waits for that, for a
  ///   peer may have told the answer before it was asked (protocol §8)
  private void take(byte[] input, int to, boolean peersHeard) {
    int at = 0;
    while (!waitsForPeers && mayRead()) {
      LineBatch batch = listener.batch;
      batch.clear();
      int next = read(input, at, to, batch);
      if (batch.size() == 0) {
        break;
      }
      if (!peersHeard && asks(batch)) {
        waitsForPeers = true;
        listener.reactor.afterReads(this);
        break;
      }
      at = next;
      int waiting = later.size();
      session.lines(batch);
      boolean replied = replies().size() > 0 || later.size() > waiting;
      sendReplies();
      LineKind last = batch.line(batch.size() - 1).kind();
      if (last == LineKind.TOO_LONG) {
        closeWhenAnswered("a line was too long");
      } else if (listener.options.closeAfterReply() && replied && last != LineKind.HELLO) {
        closeWhenAnswered("answered");
      }
    }
    keep(input, at, to);
    if (!mayRead()) {
      pause();
    }
  }

  /// Fills the batch; with one line only where one reply ends the connection.
  private int read(byte[] input, int at, int to, LineBatch batch) {
    int room = MAX_LATER_REPLIES - later.size();
    if (!listener.options.closeAfterReply()) {
      return listener.reader.read(input, at, to, session.isPeer(), room, batch);
    }
    int end = at;
    while (end < to && input[end++] != '\n') {}
    byte behind = input[end]; // the reader puts a stop there
    int next = listener.reader.read(input, at, end, session.isPeer(), room, batch);
    input[end] = behind;
    return next;
  }

  private static boolean asks(LineBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.line(i).kind() == LineKind.WHATSAT) {
        return true;
      }
    }
    return false;
  }

  /// All that was ready has been read: goes on with the question that waited for it.
  void peersHeard() {
    waitsForPeers = false;
    try {
      takeLeftover();
      if (inputEnded && !closing && !paused) {
        endInput(true);
      }
    } catch (RuntimeException e) {
      channel.pipeline().fireExceptionCaught(e);
    }
  }

  private void takeLeftover() {
    byte[] input = listener.input(leftover.length);
    System.arraycopy(leftover, 0, input, 0, leftover.length);
    take(input, leftover.length, true);
  }

  /// When the input has ended, what is left, no more than the kernel held, is answered in one go:
  /// Netty 4.2.18 may lose what is written behind a pause then, for its fd has left epoll.
  private boolean mayRead() {
    return !closing && later.size() < MAX_LATER_REPLIES && (inputEnded || channel.isWritable());
  }

  private void keep(byte[] input, int from, int to) {
    leftover = from == to || closing ? NOTHING : Arrays.copyOfRange(input, from, to);
    if (leftover.length > 0
        && !inputEnded
        && !waitsForPeers
        && listener.options.partialLineMillis() > 0) {
      long read = reads;
      var _ =
          channel
              .eventLoop()
              .schedule(
                  () -> endPartialLine(read),
                  listener.options.partialLineMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  private void endPartialLine(long read) {
    if (reads == read && !paused && !waitsForPeers && leftover.length > 0) {
      takeLast(false);
    }
  }

  /// What is left counts as a line though no LF came.
  private void takeLast(boolean peersHeard) {
    int length = leftover.length;
    byte[] input = listener.input(length + 1);
    System.arraycopy(leftover, 0, input, 0, length);
    input[length] = '\n';
    take(input, length + 1, peersHeard);
  }

  private void pause() {
    if (!paused && !closing) {
      paused = true;
      channel.config().setAutoRead(false);
    }
  }

  private void resume() {
    if (!paused || !mayRead() || later.size() > RESUME_LATER_REPLIES) {
      return;
    }
    paused = false;
    takeLeftover();
    if (paused || closing) {
      return;
    }
    if (inputEnded) {
      endInput(true);
    } else {
      channel.config().setAutoRead(true);
    }
  }

  private void sendReplies() {
    ByteWriter replies = listener.replies;
    if (replies.size() == 0) {
      return;
    }
    if (later.isEmpty()) {
      int size = replies.size();
      write(Reactor.allocator().directBuffer(size).writeBytes(replies.array(), 0, size));
    } else {
      LaterReply inOrder = new LaterReply(this, NOTHING);
      inOrder.settle(replies.toByteArray());
      later.add(inOrder);
    }
    replies.clear();
  }

  private void write(ByteBuf buffer) {
    var _ = channel.write(buffer, channel.voidPromise());
    flushSoon();
  }

  private void flushSoon() {
    if (!unflushed) {
      unflushed = true;
      listener.reactor.flushSoon(this);
    }
  }

  /// Sends what was written; called when the neighbours have been told.
  void flush() {
    unflushed = false;
    channel.flush();
    if (answered && !unflushed && !shut) {
      shut = true;
      shut();
    }
  }

  /// A reply has become known: sends all that are, in order, and reads on.
  void settled() {
    if (!channel.isOpen()) {
      return;
    }
    while (!later.isEmpty() && later.peek().isSettled()) {
      write(later.remove().buffer());
    }
    if (closing) {
      finishClosing();
    } else {
      resume();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (channel.isWritable()) {
      resume();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      if (closing) {
        if (outputEnded) {
          hangUp();
        }
      } else if (paused) {
        channel.config().setAutoRead(true); // keeps the fd in epoll until the flush
        resume();
      } else if (!waitsForPeers) {
        endInput(false);
      }
    }
  }

  /// The other side has said all it had to say: answer it, then close.
  private void endInput(boolean peersHeard) {
    if (leftover.length > 0) {
      takeLast(peersHeard);
    }
    if (!paused && !waitsForPeers) {
      closeWhenAnswered(closeReason);
    }
  }

  /// Reads no more lines, sends what is still to be sent, then closes.
  public void closeWhenAnswered(String reason) {
    if (!closing) {
      closing = true;
      leftover = NOTHING;
      closeReason = reason;
      finishClosing();
    }
  }

  private void finishClosing() {
    if (later.isEmpty() && !answered) {
      answered = true;
      flushSoon();
    }
  }

  private void shut() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput());
    if (!inputEnded) {
      channel.config().setAutoRead(true);
      var _ = channel.eventLoop().schedule(this::hangUp, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// The last reply has left.
  private void endOutput() {
    if (inputEnded) {
      hangUp();
    } else {
      outputEnded = true;
      var _ = ((DuplexChannel) channel).shutdownOutput();
    }
  }

  private void hangUp() {
    var _ = channel.close();
  }

  /// Closes at once.
  public void close(String reason) {
    closing = true;
    closeReason = reason;
    var _ = channel.close();
  }

  boolean isIdle(long nowNanos, long idleMillis) {
    return session.closesWhenIdle()
        && nowNanos - lastReadNanos > TimeUnit.MILLISECONDS.toNanos(idleMillis);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    later.clear();
    leftover = NOTHING;
    listener.gone(this);
    session.closed(closeReason);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      close("lost: " + cause.getMessage());
    } else {
      listener.replies.clear(); // half a reply must not go to whoever comes next
      close("failed: " + cause);
      throw new IllegalStateException("a connection failed", cause);
    }
  }
}
