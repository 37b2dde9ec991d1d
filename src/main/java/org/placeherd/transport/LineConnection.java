package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// One accepted connection: bytes in, lines to the session, replies out in order.
///
/// Bounds: it stops to read while [ReplyOrder#MAX_WAITING] replies are not known yet, or while the
/// client does not read what it was sent. All on the event loop.
public final class LineConnection extends ChannelInboundHandlerAdapter
    implements LineSender, Outlet<ByteBuf> {
  private static final byte[] NOTHING = {};

  private final LineListener listener;
  private final Channel channel;
  private final LineSession session;
  private final Set<String> certifiedNames;
  private final ReplyOrder order;
  private final LingeringClose end;
  private final ConnectionWatch watch;
  private byte[] leftover = NOTHING;
  private String closeReason = "closed by the other side";
  private long reads;
  private boolean paused;
  private boolean questionWaits;
  private boolean inputEnded;
  private boolean drains;
  private boolean closing;
  private boolean unflushed;

  /// How many batches of replies were taken and not sent yet.
  private int held;

  private boolean answered;
  private boolean shut;

  LineConnection(LineListener listener, Channel channel) {
    this.listener = listener;
    this.channel = channel;
    this.order = new ReplyOrder(this, channel);
    this.end = new LingeringClose(channel);
    this.watch = new ConnectionWatch(listener.options.gate(), channel);
    this.certifiedNames = Tls.names(channel);
    this.session = listener.sessions().open(this);
  }

  @Override
  public ByteWriter replies() {
    return listener.replies;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /// The names that the other end's certificate was issued for; empty where there is none.
  public Set<String> certifiedNames() {
    return certifiedNames;
  }

  /// Whether it speaks TLS.
  public boolean isTls() {
    return channel.pipeline().get(SslHandler.class) != null;
  }

  @Override
  public LaterReply later(int headBytes) {
    return order.later(listener.replies, headBytes);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    listener.reactor.beginRead();
    try {
      watch.hasRead();
      reads++;
      if (closing || drains) {
        return;
      }
      int readable = bytes.readableBytes();
      byte[] input = listener.input(leftover.length + readable);
      System.arraycopy(leftover, 0, input, 0, leftover.length);
      bytes.readBytes(input, leftover.length, readable);
      take(input, leftover.length + readable);
    } finally {
      bytes.release();
      listener.reactor.endRead();
    }
  }

  /// Handles the lines of `input[0 … to)` and keeps what is left.
  private void take(byte[] input, int to) {
    int at = 0;
    while (mayRead()) {
      LineBatch batch = listener.batch;
      batch.clear();
      int room = order.room();
      boolean isFree = watch.room(LineBatch.CAPACITY) == LineBatch.CAPACITY;
      int next = listener.read(input, at, to, session.isPeer(), room, isFree, batch);
      if (batch.size() == 0) {
        if (batch.endsAtQuestion()) {
          askSoon();
        }
        break;
      }
      at = next;
      session.lines(batch);
      watch.handled(batch, !session.mayCloseAfterReply(), session.isPeer());
      boolean replied = listener.replies.size() > 0 || order.room() < room;
      order.send(listener.replies);
      LineKind last = batch.line(batch.size() - 1).kind();
      if (last.isLast()) {
        closeWhenAnswered(last == LineKind.TOO_LONG ? "a line was too long" : "it speaks HTTP");
      } else if (session.isShut()) {
        closeWhenAnswered("too many wrong tokens");
      } else if (listener.options.closeAfterReply() && replied && session.mayCloseAfterReply()) {
        closeWhenAnswered("answered");
      }
    }
    keep(input, at, to);
    if (!mayRead() && !questionWaits) {
      pause();
    }
  }

  /// A question waits until all that is ready has been read: a report may lie in another socket
  /// that was told before its client was answered, and then asks here (protocol §8).
  private void askSoon() {
    questionWaits = true;
    listener.reactor.execute(this::ask);
  }

  private void ask() {
    questionWaits = false;
    try {
      if (paused) {
        resume();
      } else if (!closing) {
        goOn();
      }
    } catch (RuntimeException e) {
      channel.pipeline().fireExceptionCaught(e);
    }
  }

  private boolean mayRead() {
    return !closing
        && !questionWaits
        && order.room() > 0
        && order.mayWrite(inputEnded)
        && watch.mayGoOn();
  }

  private void keep(byte[] input, int from, int to) {
    boolean nothing = from == to || closing;
    leftover = nothing ? NOTHING : Arrays.copyOfRange(input, from, to);
    watch.keeps(leftover.length, !nothing && mayRead());
    if (!nothing && !inputEnded && listener.options.partialLineMillis() > 0) {
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
    if (reads == read && !paused && !questionWaits && leftover.length > 0) {
      takeLast();
    }
  }

  /// What is left counts as a line though no LF came.
  private void takeLast() {
    int length = leftover.length;
    byte[] input = listener.input(length + 1);
    System.arraycopy(leftover, 0, input, 0, length);
    input[length] = '\n';
    take(input, length + 1);
  }

  private void pause() {
    if (!paused && !closing) {
      paused = true;
      listener.paused(this);
      if (!inputEnded) { // else the socket has to stay in epoll until the flush
        channel.config().setAutoRead(false);
      }
    }
  }

  private void resume() {
    if (!paused || !mayRead() || !order.hasRoomAgain()) {
      return;
    }
    paused = false;
    goOn();
  }

  /// Takes what was left, then reads on or ends.
  private void goOn() {
    byte[] input = listener.input(leftover.length);
    System.arraycopy(leftover, 0, input, 0, leftover.length);
    take(input, leftover.length);
    if (paused || closing || questionWaits) {
      return;
    }
    if (inputEnded) {
      endInput();
    } else {
      channel.config().setAutoRead(true);
    }
  }

  void flushSoon() {
    if (!unflushed) {
      unflushed = true;
      listener.reactor.flushSoon(this);
    }
  }

  @Override
  public List<ByteBuf> takeReplies() {
    unflushed = false;
    held++;
    return order.takeReady();
  }

  @Override
  public long marked(long mark) {
    return order.marked(mark);
  }

  @Override
  public void giveUp(List<ByteBuf> replies, String reason) {
    close(reason);
    send(replies); // to a closed connection
  }

  @Override
  public void send(List<ByteBuf> replies) {
    held--;
    watch.handedOver(order.handOver(replies));
    if (answered && !unflushed && held == 0 && !shut) {
      shut = true;
      end.begin();
    } else {
      resume();
    }
  }

  /// A reply has become known: sends all that are, in order, and reads on.
  void settled() {
    if (!channel.isOpen()) {
      return;
    }
    order.sendSettled();
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
    boolean isEnd = event == ChannelInputShutdownEvent.INSTANCE;
    if ((isEnd || event instanceof SslCloseCompletionEvent) && (drains || !inputEnded)) {
      if (isEnd && isTls()) {
        leftover = NOTHING; // cut off: TLS says when it has ended
      }
      end.inputHasEnded();
      endReading();
    }
  }

  /// Takes no line that was not read yet, answers those that were, then closes.
  void drain() {
    end.shorten();
    if (!inputEnded && !closing) {
      drains = true;
      closeReason = "the server stops";
      endReading();
    }
  }

  private void endReading() {
    inputEnded = true;
    if (paused && !closing) {
      channel.config().setAutoRead(true); // keeps the socket in epoll until the flush
      resume();
    } else if (!closing && !questionWaits) {
      askSoon(); // the last line may be a question
    }
  }

  /// The other side has said all it had to say: answer it, then close.
  private void endInput() {
    if (leftover.length > 0 && !drains && session.mayLeaveLineOpen()) {
      takeLast();
    }
    if (!paused) {
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
    if (order.isEmpty() && !answered) {
      answered = true;
      flushSoon();
    }
  }

  /// Closes at once.
  public void close(String reason) {
    closing = true;
    closeReason = reason;
    var _ = channel.close();
  }

  /// Closes it if it does not keep to what it has to; goes on if it had to wait.
  void look(long nowNanos) {
    if (!channel.isOpen()) {
      return;
    }
    boolean waits = closing || paused || questionWaits || held > 0 || !order.isEmpty();
    Optional<Breach> breach = watch.breach(nowNanos, waits, !session.mayCloseAfterReply());
    if (breach.isPresent()) {
      close(listener.breached(remoteAddress(), breach.get()));
    } else if (session.closesWhenIdle()
        && watch.isSilent(nowNanos, listener.options.idlePeerMillis())) {
      close("idle");
    } else if (paused) {
      ask();
    }
  }

  /// Whether it has lines to handle and may not yet.
  boolean isPaused() {
    return paused;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    order.clear();
    leftover = NOTHING;
    watch.end();
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
