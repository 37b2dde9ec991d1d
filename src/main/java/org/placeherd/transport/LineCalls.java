package org.placeherd.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.placeherd.transport.LinesUnanswered.Reason;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// A line port without a socket: other threads of the process say lines here, and get the replies
/// when what they say is safe. HTTP comes in so.
///
/// Bounds: [#CALLS_MAX] calls under way, [#BYTES_MAX] bytes of their lines and replies together;
/// beyond them a call is refused, for there is nobody whose reading could be stopped. From any
/// thread but for what says otherwise.
public final class LineCalls implements Outlet<LineCall> {
  /// Longest lines of one call, in bytes: some 800 reports.
  public static final int CALL_BYTES_MAX = 64 * 1024;

  /// Longest replies to one call, in bytes: some fifty questions with all the places they may have.
  public static final int REPLY_BYTES_MAX = 1 << 20;

  /// Calls under way: more than HTTP takes connections, of which most have one.
  static final int CALLS_MAX = 16_384;

  /// Lines and replies of the calls under way, in bytes.
  static final long BYTES_MAX = 32L << 20;

  /// So many calls are taken before the sockets have their turn.
  private static final int CALLS_A_READ = 128;

  private static final String STOPPING = "This server is stopping; ask another one.";

  final Reactor reactor;
  final Gate gate;
  private final LineReader reader;
  private final LineReader reportReader;
  final LineBatch batch = new LineBatch();
  final ByteWriter replies = new ByteWriter(4 * 1024);
  private final AtomicInteger callsUnderWay = new AtomicInteger();
  private final AtomicLong bytesUnderWay = new AtomicLong();
  private final Queue<LineCall> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean takesSoon = new AtomicBoolean();
  private List<LineCall> ready = new ArrayList<>();
  private boolean isUnflushed;
  private volatile boolean stops;

  /// A port whose calls are handled on the loop of `reactor`.
  public LineCalls(Reactor reactor, Limits limits, HashKey hashKey, Gate gate) {
    this.reactor = reactor;
    this.gate = gate;
    this.reader = new LineReader(limits, hashKey);
    this.reportReader = LineReader.ofReports(limits, hashKey);
  }

  /// Somebody who says lines one call after the other, and gets the replies in that order.
  ///
  /// @param remote where he is
  /// @param session gives who handles his lines; that one is called on the loop, and writes the
  ///   replies to [LineSender#replies]
  public LineCaller caller(
      InetSocketAddress remote, Function<LineSender, Consumer<LineBatch>> session) {
    return new LineCaller(this, reader, remote, true, session);
  }

  /// The same for lines that the server itself says, for somebody who speaks none: behind the four
  /// fields of IAMAT, telemetry may stand in them.
  public LineCaller reporter(
      InetSocketAddress remote, Function<LineSender, Consumer<LineBatch>> session) {
    return new LineCaller(this, reportReader, remote, true, session);
  }

  /// The same for somebody whose reports came in datagrams, and were counted as these: the rate of
  /// his address is not asked for again.
  public LineCaller counted(
      InetSocketAddress remote, Function<LineSender, Consumer<LineBatch>> session) {
    return new LineCaller(this, reportReader, remote, false, session);
  }

  /// Has a call handled on the loop, or refuses it at once.
  void take(LineCall call) {
    int calls = callsUnderWay.incrementAndGet();
    long bytes = bytesUnderWay.addAndGet(call.heldBytes());
    if (stops) {
      call.fail(Reason.NOT_SAVED, STOPPING);
      return;
    }
    if (calls > CALLS_MAX || bytes > BYTES_MAX) {
      call.fail(Reason.BUSY, "Too many lines wait to be answered; try again later.");
      return;
    }
    arrived.add(call);
    try {
      takeSoon();
    } catch (RejectedExecutionException e) {
      call.fail(Reason.NOT_SAVED, STOPPING);
    }
  }

  private void takeSoon() {
    if (takesSoon.compareAndSet(false, true)) {
      reactor.execute(this::takeArrived);
    }
  }

  private void takeArrived() {
    takesSoon.set(false);
    reactor.beginRead();
    try {
      for (int i = 0; i < CALLS_A_READ && !arrived.isEmpty(); i++) {
        LineCall call = arrived.remove(); // nobody else takes any
        call.caller().arrived(call);
      }
    } finally {
      reactor.endRead();
      if (!arrived.isEmpty()) {
        takeSoon();
      }
    }
  }

  /// A call's replies have grown. On the loop.
  ///
  /// @return whether there is room for that
  boolean grow(int bytes) {
    return bytesUnderWay.addAndGet(bytes) <= BYTES_MAX;
  }

  /// A call has ended.
  void release(long bytes) {
    callsUnderWay.decrementAndGet();
    bytesUnderWay.addAndGet(-bytes);
  }

  /// One more reply of a call is known; it has to be made safe. On the loop.
  void ready(LineCall call) {
    ready.add(call);
    if (!isUnflushed) {
      isUnflushed = true;
      reactor.flushSoon(this);
    }
  }

  @Override
  public List<LineCall> takeReplies() {
    isUnflushed = false;
    List<LineCall> taken = ready;
    ready = new ArrayList<>();
    return taken;
  }

  @Override
  public void send(List<LineCall> calls) {
    calls.forEach(LineCall::oneIsSafe);
  }

  @Override
  public void giveUp(List<LineCall> calls, String reason) {
    for (LineCall call : calls) {
      call.fail(Reason.NOT_SAVED, "It could not be saved: %s. Try again.".formatted(reason));
    }
  }

  /// Refuses calls from now on; those under way are answered.
  public void stop() {
    stops = true;
  }

  /// How many calls are under way.
  public int callsUnderWay() {
    return callsUnderWay.get();
  }

  /// How many bytes of lines and replies they hold.
  long bytesUnderWay() {
    return bytesUnderWay.get();
  }
}
