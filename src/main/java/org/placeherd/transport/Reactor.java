package org.placeherd.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.IntSupplier;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The one thread on which a server's sockets and its node live, and the order of work on it: read
/// all that is ready, tell the neighbours, then answer (protocol §8).
///
/// Native epoll on Linux, the JDK's selector elsewhere.
public final class Reactor implements HeldReplies, AutoCloseable {
  private static final boolean EPOLL = Epoll.isAvailable();
  private static final long STOP_MILLIS = 2_000;

  /// So many connections may wait for the neighbours to be told; more would only idle their
  /// clients.
  private static final int MAX_WAITING_CONNECTIONS = 16;

  /// For so many batches lines may keep coming.
  private static final int MAX_BATCHES_MEANWHILE = 32;

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final List<Outlet<?>> unflushed = new ArrayList<>();
  private LongSupplier endOfBatch = () -> 0;
  private Runnable beforeReplies = () -> {};

  /// Replies that may not leave before what they say is safe, in the order of their marks.
  private final Deque<Held<?>> held = new ArrayDeque<>();

  private long safe;
  private final List<Runnable> whenNoMoreCome = new ArrayList<>();

  /// Since the first of these began to wait.
  private int batchesMeanwhile;

  private boolean isReading;
  private boolean isBatchOpen;
  private boolean isScheduled;

  /// Starts the thread.
  public Reactor(String name) {
    group =
        new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory(name),
            EPOLL
                ? EpollIoHandler.newFactory(0, () -> this::beforeWait)
                : NioIoHandler.newFactory(SelectorProvider.provider(), () -> this::beforeWait));
    loop = group.next();
  }

  /// What to do instead of waiting for sockets; Netty asks before it does.
  private int beforeWait(IntSupplier ready, boolean hasTasks) throws Exception {
    if (!hasTasks && whenNoMoreCome.isEmpty()) {
      return SelectStrategy.SELECT;
    }
    int sockets = ready.get();
    if (hasTasks || sockets != 0) {
      return sockets;
    }
    noMoreCome();
    return SelectStrategy.CONTINUE; // there may be tasks now
  }

  private void noMoreCome() {
    List<Runnable> works = List.copyOf(whenNoMoreCome);
    whenNoMoreCome.clear();
    batchesMeanwhile = 0;
    works.forEach(Runnable::run);
  }

  /// Replies of one outlet that leave together.
  ///
  /// @param mark they may leave when [#safe] has reached it
  private record Held<R>(Outlet<R> outlet, List<R> replies, long mark) {
    void send() {
      outlet.send(replies);
    }

    void giveUp(String reason) {
      outlet.giveUp(replies, reason);
    }
  }

  /// Sets the work that is done at the end of each batch. It returns the mark of its replies: they
  /// leave when [#safe] was called with it, or a higher one. Marks never fall. Before anything is
  /// read.
  public void endOfBatch(LongSupplier work) {
    endOfBatch = work;
  }

  /// Sets the work that is done before replies leave. Before anything is read.
  public void beforeReplies(Runnable work) {
    beforeReplies = work;
  }

  /// Lets replies leave up to a mark. On the loop.
  @Override
  public void safe(long mark) {
    safe = mark;
    if (!held.isEmpty() && held.peek().mark <= safe) {
      beforeReplies.run();
    }
    while (!held.isEmpty() && held.peek().mark <= safe) {
      held.remove().send();
    }
  }

  @Override
  public void whenNoMoreCome(long afterNanos, Runnable work) {
    if (afterNanos > 0) {
      var _ = loop.schedule(() -> whenNoMoreCome(0, work), afterNanos, TimeUnit.NANOSECONDS);
    } else {
      whenNoMoreCome.add(work);
    }
  }

  /// Hangs up on whoever waits for a reply that may not leave yet. On the loop.
  @Override
  public void giveUp(String reason) {
    List<Held<?>> waiting = List.copyOf(held);
    held.clear();
    waiting.forEach(replies -> replies.giveUp(reason));
  }

  /// Runs `task` on the loop. From any thread.
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /// Runs `task` on the loop again and again. From any thread.
  public void everyMillis(long millis, Runnable task) {
    var _ = loop.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /// Runs `task` on the loop once, later. From any thread.
  public void afterMillis(long millis, Runnable task) {
    var _ = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /// Asks for the end of this batch: after the read under way, or as soon as the loop is free. On
  /// the loop.
  public void endBatchSoon() {
    isBatchOpen = true;
    if (!isReading) {
      schedule();
    }
  }

  private void schedule() {
    if (!isScheduled) {
      isScheduled = true;
      loop.execute(() -> {
        isScheduled = false;
        endBatch();
      });
    }
  }

  void flushSoon(Outlet<?> outlet) {
    unflushed.add(outlet);
    endBatchSoon();
  }

  /// Whether lines are handled that were just read, while other sockets may have lines waiting.
  boolean isReading() {
    return isReading;
  }

  void beginRead() {
    isReading = true;
  }

  /// The lines of one read were handled. The replies of a few connections leave together: one write
  /// tells a neighbour of all their reports, and a client that drives many connections is woken
  /// once. More would only let the other side idle.
  void endRead() {
    isReading = false;
    if (!isBatchOpen) {
      return;
    }
    if (unflushed.size() < MAX_WAITING_CONNECTIONS) {
      schedule();
    } else {
      endBatch();
    }
  }

  private void endBatch() {
    if (!isBatchOpen) {
      return;
    }
    isBatchOpen = false;
    long mark = endOfBatch.getAsLong();
    // Sending may make a connection go on with lines it had put off, and so ask for another batch.
    for (Outlet<?> outlet : unflushed) {
      hold(outlet, mark);
    }
    unflushed.clear();
    safe(safe);
    if (!whenNoMoreCome.isEmpty() && ++batchesMeanwhile > MAX_BATCHES_MEANWHILE) {
      noMoreCome();
    }
  }

  /// Marks fall only when nothing more can be saved for now: then what waits for an earlier one is
  /// given up.
  private <R> void hold(Outlet<R> outlet, long mark) {
    List<R> replies = outlet.takeReplies();
    if (outlet.marked(mark) > mark) {
      outlet.giveUp(replies, "the disk is full");
    } else {
      held.add(new Held<>(outlet, replies, mark));
    }
  }

  /// Looks a host up and hands its address to `then` on the loop; unresolved if there is none. Only
  /// a literal address is known at once: a name server that is slow must not stop the loop.
  void resolve(InetSocketAddress address, Consumer<InetSocketAddress> then) {
    String host = address.getHostString();
    if (!address.isUnresolved() || NetUtil.createByteArrayFromIpAddressString(host) != null) {
      then.accept(new InetSocketAddress(host, address.getPort()));
      return;
    }
    Thread.ofVirtual()
        .start(() -> {
          InetSocketAddress resolved = new InetSocketAddress(host, address.getPort());
          loop.execute(() -> then.accept(resolved));
        });
  }

  /// Why a socket failed, in the system's words; Netty puts the call and the number before them.
  static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int words = message.lastIndexOf("): ");
    return words < 0 ? message : message.substring(words + 3);
  }

  EventLoop loop() {
    return loop;
  }

  Class<? extends ServerChannel> serverChannel() {
    return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Class<? extends Channel> clientChannel() {
    return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  Class<? extends DatagramChannel> datagramChannel() {
    return EPOLL ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  boolean hasNativeOptions() {
    return EPOLL;
  }

  static PooledByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /// Closes every socket and ends the thread; waits for that at most two seconds.
  @Override
  public void close() {
    var _ = group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
    group.terminationFuture().awaitUninterruptibly(STOP_MILLIS);
  }
}
