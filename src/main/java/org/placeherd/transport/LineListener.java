package org.placeherd.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// A TCP port that takes lines, and what its connections share.
///
/// They all live on one thread, so one input buffer, one batch and one reply buffer serve them all;
/// a connection keeps only what is left of an unfinished line.
public final class LineListener implements AutoCloseable {
  /// One read takes this much: a burst of some hundred lines, and no more, so that nobody waits
  /// long; also the largest buffer that the pool keeps at hand for the thread.
  static final int READ_BYTES = 32 * 1024;

  /// The same while much waits to be handled.
  static final int CROWDED_READ_BYTES = 2 * 1024;

  /// Replies that a client may leave unread before we stop to read from it.
  private static final WriteBufferWaterMark UNREAD_REPLIES =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  /// What the kernel may keep of replies that a client does not take. Left to itself Linux makes it
  /// megabytes, for each of twenty thousand.
  private static final int KERNEL_REPLY_BYTES = 256 * 1024;

  private static final int BACKLOG = 4_096;

  /// Connections are looked at so often, or twice in the shortest time that is watched.
  private static final long MAX_SWEEP_MILLIS = 1_000;

  /// So many are looked at, and perhaps closed, before everybody else has a turn.
  private static final int LOOKS_A_TURN = 32;

  private static final long NEXT_TURN_MILLIS = 1;

  /// Where there are rates, who waits for room is looked at so often.
  private static final long PACE_MILLIS = 10;

  private static final long STOP_MILLIS = 2_000;

  final Reactor reactor;
  final LineOptions options;
  final LineReader reader;
  final LineBatch batch = new LineBatch();
  final ByteWriter replies = new ByteWriter(READ_BYTES);
  private byte[] input = new byte[READ_BYTES];
  private final Set<LineConnection> connections = new HashSet<>();

  /// Those that are not read, where they may have to wait for room in their rate.
  private final Set<LineConnection> paused = new HashSet<>();

  /// Those that are still to be looked at this time.
  private final Deque<LineConnection> unseen = new ArrayDeque<>();

  /// Those of which it is not known yet whether they speak TLS; they count as connections.
  private final Set<TlsOrPlain> undecided = new HashSet<>();

  private final Channel channel;
  private final boolean hasRates;
  private volatile LineSession.@Nullable Factory sessions;
  private boolean drains;

  private LineListener(Reactor reactor, InetSocketAddress address, LineOptions options)
      throws IOException {
    this.reactor = reactor;
    this.options = options;
    this.reader = new LineReader(options.limits(), options.hashKey());
    this.channel = bind(address);
    reactor.everyMillis(sweepMillis(), this::lookAtAll);
    this.hasRates = options.gate().guard().hasRates();
    if (hasRates) {
      reactor.everyMillis(PACE_MILLIS, this::lookAtPaused);
    }
  }

  /// Binds the port. Who connects has to wait until [#accept].
  ///
  /// @throws IOException if the address cannot be had, with the system's reason
  public static LineListener open(Reactor reactor, InetSocketAddress address, LineOptions options)
      throws IOException {
    return new LineListener(reactor, address, options);
  }

  /// Starts to accept connections, each with a session from `factory`.
  public void accept(LineSession.Factory factory) {
    sessions = factory;
    channel.config().setAutoRead(true);
  }

  LineSession.Factory sessions() {
    return Objects.requireNonNull(sessions, "nothing is accepted before there are sessions");
  }

  private Channel bind(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new UnknownHostException("no such host");
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(reactor.loop())
            .channel(reactor.serverChannel())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.ALLOCATOR, Reactor.allocator())
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new ReadSizes(options.gate()))
            .childOption(ChannelOption.SO_SNDBUF, KERNEL_REPLY_BYTES)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_REPLIES)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accept(accepted);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(Reactor.reason(bound.cause()), bound.cause());
    }
    return bound.channel();
  }

  private void accept(Channel accepted) {
    InetSocketAddress remote = (InetSocketAddress) accepted.remoteAddress();
    if (drains) {
      var _ = accepted.close();
    } else if (connections.size() + undecided.size() >= options.maxConnections()) {
      breached(remote, Breach.CONNECTIONS);
      var _ = accepted.close();
    } else if (!options.gate().enter(remote.getAddress())) {
      breached(remote, Breach.ADDRESS_CONNECTIONS);
      var _ = accepted.close();
    } else if (options.tls().isPresent()) {
      TlsOrPlain first = new TlsOrPlain(this, options.tls().get(), accepted);
      accepted.pipeline().addLast(first);
      undecided.add(first);
    } else {
      accepted.pipeline().addLast(open(accepted));
    }
  }

  /// Counts a breach and tells the operator of it.
  ///
  /// @return why whoever is there is to be closed, in words
  String breached(InetSocketAddress remote, Breach breach) {
    String reason = reason(breach);
    options.gate().count(breach);
    if (breach.turnsAway()) {
      sessions().refused(remote, reason);
    } else {
      sessions().limited(remote, reason);
    }
    return reason;
  }

  private String reason(Breach breach) {
    LineGuard guard = options.gate().guard();
    return switch (breach) {
      case CONNECTIONS ->
          "too many connections: limits.connections, or the limit of open files, leaves room for "
              + options.maxConnections();
      case ADDRESS_CONNECTIONS ->
          "too many connections from there: limits.connections-per-address is "
              + guard.addressConnections();
      case FIRST_LINE ->
          "no line within %d ms (limits.first-line-millis)".formatted(guard.firstLineMillis());
      case STARTED_LINE ->
          "a line did not end within %d ms (limits.started-line-millis)"
              .formatted(guard.startedLineMillis());
      case IDLE -> "nothing came for %d ms (limits.idle-millis)".formatted(guard.idleMillis());
      case UNREAD ->
          "it read no reply for %d ms (limits.unread-millis)".formatted(guard.unreadMillis());
      case PACED, CROWDED, DATAGRAMS, CALLS -> breach.counter();
    };
  }

  /// What an accepted connection is once it is known how it speaks.
  LineConnection open(Channel accepted) {
    LineConnection connection = new LineConnection(this, accepted);
    connections.add(connection);
    return connection;
  }

  void decided(TlsOrPlain first) {
    undecided.remove(first);
  }

  /// One of them is gone before it was decided.
  void gone(TlsOrPlain first, InetSocketAddress remote) {
    if (undecided.remove(first)) {
      options.gate().leave(remote.getAddress());
    }
  }

  void gone(LineConnection connection) {
    connections.remove(connection);
    paused.remove(connection);
  }

  /// A connection is not read any more.
  void paused(LineConnection connection) {
    if (hasRates) {
      paused.add(connection);
    }
  }

  /// The shared input buffer with room for `bytes` and what the reader wants behind them.
  byte[] input(int bytes) {
    int needed = bytes + 1 + LineReader.SLACK_BYTES;
    if (input.length < needed) {
      input = new byte[needed];
    }
    return input;
  }

  /// Reads lines into the batch; only one where one reply ends the connection.
  ///
  /// @param isFree whether its rate has room for a whole batch; else only one is read, too
  /// @return where the next one begins
  int read(
      byte[] bytes, int at, int to, boolean isPeer, int replies, boolean isFree, LineBatch lines) {
    int room = reactor.isReading() ? 0 : replies;
    if (!options.closeAfterReply() && isFree) {
      return reader.read(bytes, at, to, isPeer, room, lines);
    }
    int end = at;
    while (end < to && bytes[end++] != '\n') {
      // look on
    }
    byte behind = bytes[end]; // the reader puts a stop there
    int next = reader.read(bytes, at, end, isPeer, room, lines);
    bytes[end] = behind;
    return next;
  }

  private long sweepMillis() {
    LineGuard guard = options.gate().guard();
    return LongStream.of(
            options.idlePeerMillis(),
            guard.firstLineMillis(),
            guard.startedLineMillis(),
            guard.idleMillis(),
            guard.unreadMillis())
        .filter(millis -> millis > 0)
        .map(millis -> Math.max(1, millis / 2))
        .reduce(MAX_SWEEP_MILLIS, Math::min);
  }

  private void lookAtAll() {
    if (unseen.isEmpty()) { // else the last time has not ended
      unseen.addAll(connections);
      lookAtSome();
    }
    long now = System.nanoTime();
    long millis = options.gate().guard().firstLineMillis();
    List.copyOf(undecided).stream()
        .filter(first -> first.isSilent(now, millis))
        .forEach(first -> {
          var _ = breached(first.remote(), Breach.FIRST_LINE);
          first.close();
        });
  }

  private void lookAtSome() {
    long now = System.nanoTime();
    try {
      for (int i = 0; i < LOOKS_A_TURN && !unseen.isEmpty(); i++) {
        unseen.remove().look(now);
      }
    } finally {
      if (!unseen.isEmpty()) {
        reactor.afterMillis(NEXT_TURN_MILLIS, this::lookAtSome);
      }
    }
  }

  private void lookAtPaused() {
    long now = System.nanoTime();
    for (LineConnection connection : List.copyOf(paused)) {
      connection.look(now);
      if (!connection.isPaused()) {
        paused.remove(connection);
      }
    }
  }

  /// How many connections are open. On the loop.
  public int connections() {
    return connections.size();
  }

  /// The port that is listened on.
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Stops to accept, and lets every connection go when the lines that were read from it are
  /// answered; [#connections] says when none is left. On the loop.
  public void drain() {
    drains = true;
    var _ = channel.close();
    List.copyOf(undecided).forEach(TlsOrPlain::close);
    List.copyOf(connections).forEach(LineConnection::drain);
  }

  /// Stops to accept and closes every connection. Not on the loop.
  ///
  /// The end of the loop would not do: Netty forgets its sockets when it is told to stop while it
  /// runs tasks, and a connection left open keeps the other side waiting.
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(STOP_MILLIS);
    reactor
        .loop()
        .submit(() -> {
          List.copyOf(undecided).forEach(TlsOrPlain::close);
          List.copyOf(connections).forEach(connection -> connection.close("the server stops"));
        })
        .awaitUninterruptibly(STOP_MILLIS);
  }
}
