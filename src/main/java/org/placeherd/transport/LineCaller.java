package org.placeherd.transport;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.placeherd.transport.LinesUnanswered.Reason;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Somebody who says lines to [LineCalls]. His calls are handled in order, one line after the
/// other; their replies may become known in another.
///
/// Bound: while [#QUESTIONS_MAX] replies are not known yet, the next line waits. On the loop, but
/// for [#say].
public final class LineCaller implements LineSender {
  /// Questions of one caller whose places are still being looked for: as many as of a connection.
  static final int QUESTIONS_MAX = ReplyOrder.MAX_WAITING;

  /// A caller that reached that bound goes on when so few are left.
  private static final int FEW_QUESTIONS = QUESTIONS_MAX / 2;

  private final LineCalls door;
  private final LineReader reader;
  private final InetSocketAddress remote;
  private final boolean isPaced;
  private final Consumer<LineBatch> session;
  private final Deque<LineCall> unhandled = new ArrayDeque<>();
  private int unknown;
  private boolean isFull;
  private boolean questionWaits;

  /// @param isPaced whether the rate of his address is asked for
  LineCaller(
      LineCalls door,
      LineReader reader,
      InetSocketAddress remote,
      boolean isPaced,
      Function<LineSender, Consumer<LineBatch>> session) {
    this.door = door;
    this.reader = reader;
    this.remote = remote;
    this.isPaced = isPaced;
    this.session = session.apply(this);
  }

  /// Says lines. From any thread; calls of one thread are handled in its order.
  ///
  /// @param lines ended by LF, but for the last, which need not be
  /// @return the replies, when what they say is safe; fails with [LinesUnanswered]. Its ends are
  ///   called on the loop, so they may not block
  public CompletionStage<byte[]> say(byte[] lines) {
    LineCall call = new LineCall(door, this, lines);
    if (lines.length > LineCalls.CALL_BYTES_MAX) {
      call.refuse("The lines are longer than %,d bytes.".formatted(LineCalls.CALL_BYTES_MAX));
    } else {
      door.take(call);
    }
    return call.answer();
  }

  void arrived(LineCall call) {
    unhandled.add(call);
    goOn();
  }

  /// A question waits until all that is ready has been read, as on a connection.
  private void askSoon() {
    questionWaits = true;
    door.reactor.execute(() -> {
      questionWaits = false;
      goOn();
    });
  }

  private void goOn() {
    try {
      while (!unhandled.isEmpty() && !questionWaits && !isFull) {
        handle(unhandled.getFirst());
      }
    } catch (RuntimeException e) {
      door.replies.clear(); // half a reply must not go to whoever comes next
      List<LineCall> lost = List.copyOf(unhandled);
      unhandled.clear();
      lost.forEach(call -> call.fail(Reason.NOT_SAVED, "The server failed; try again."));
      throw new IllegalStateException("lines of another thread failed", e);
    }
  }

  private void handle(LineCall call) {
    if (call.isRead()) {
      unhandled.removeFirst();
      call.handled();
      return;
    }
    if (isPaced && call.isNew() && !door.gate.mayCall(remote.getAddress(), System.nanoTime())) {
      unhandled.removeFirst();
      door.gate.count(Breach.CALLS);
      call.fail(Reason.BUSY, "Too many lines come from your address; try again later.");
      return;
    }
    LineBatch batch = door.batch;
    batch.clear();
    call.read(reader, door.reactor.isReading() ? 0 : QUESTIONS_MAX - unknown, batch);
    if (batch.size() > 0) {
      if (isPaced) {
        door.gate.called(remote.getAddress(), batch.size(), System.nanoTime());
      }
      session.accept(batch);
      call.add(door.replies);
    } else if (batch.endsAtQuestion()) {
      askSoon();
    }
  }

  @Override
  public ByteWriter replies() {
    return door.replies;
  }

  @Override
  public LaterReply later(int headBytes) {
    LineCall call = unhandled.getFirst(); // the one that is handled
    ByteWriter replies = door.replies;
    int cut = replies.size() - headBytes;
    byte[] head = Arrays.copyOfRange(replies.array(), cut, replies.size());
    replies.truncate(cut);
    call.add(replies);
    isFull = ++unknown >= QUESTIONS_MAX;
    return call.later(head);
  }

  /// A reply has become known.
  void settled() {
    unknown--;
    if (isFull && unknown <= FEW_QUESTIONS) {
      isFull = false;
      goOn();
    }
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }
}
