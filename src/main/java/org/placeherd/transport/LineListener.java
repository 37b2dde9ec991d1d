package org.placeherd.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

  /// Replies that a client may leave unread before we stop to read from it.
  private static final WriteBufferWaterMark UNREAD_REPLIES =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  private static final int BACKLOG = 4_096;
  private static final long MAX_SWEEP_MILLIS = 30_000;
  private static final long STOP_MILLIS = 2_000;

  final Reactor reactor;
  final LineOptions options;
  final LineReader reader;
  final LineBatch batch = new LineBatch();
  final ByteWriter replies = new ByteWriter(READ_BYTES);
  private byte[] input = new byte[READ_BYTES];
  private final Set<LineConnection> connections = new HashSet<>();

  /// Those of which it is not known yet whether they speak TLS; they count as connections.
  private final Set<TlsOrPlain> undecided = new HashSet<>();

  private final Channel channel;
  private volatile LineSession.@Nullable Factory sessions;
  private long refused;
  private boolean drains;

  private LineListener(Reactor reactor, InetSocketAddress address, LineOptions options)
      throws IOException {
    this.reactor = reactor;
    this.options = options;
    this.reader = new LineReader(options.limits(), options.hashKey());
    this.channel = bind(address);
    if (options.idlePeerMillis() > 0) {
      long sweep = Math.min(MAX_SWEEP_MILLIS, Math.max(1, options.idlePeerMillis() / 2));
      reactor.everyMillis(sweep, this::closeIdle);
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
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
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
    if (drains) {
      var _ = accepted.close();
    } else if (connections.size() + undecided.size() >= options.maxConnections()) {
      refused++;
      sessions().refused((InetSocketAddress) accepted.remoteAddress(), "too many connections");
      var _ = accepted.close();
    } else if (options.tls().isPresent()) {
      TlsOrPlain first = new TlsOrPlain(this, options.tls().get(), accepted);
      accepted.pipeline().addLast(first);
      undecided.add(first);
    } else {
      accepted.pipeline().addLast(open(accepted));
    }
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

  void gone(LineConnection connection) {
    connections.remove(connection);
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
  /// @return where the next one begins
  int read(byte[] bytes, int at, int to, boolean isPeer, int replies, LineBatch lines) {
    int room = reactor.isReading() ? 0 : replies;
    if (!options.closeAfterReply()) {
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

  private void closeIdle() {
    long now = System.nanoTime();
    connections.stream()
        .filter(connection -> connection.isIdle(now, options.idlePeerMillis()))
        .toList()
        .forEach(connection -> connection.close("idle"));
  }

  /// How many connections are open. On the loop.
  public int connections() {
    return connections.size();
  }

  /// How many were turned away because too many were open. On the loop.
  public long refused() {
    return refused;
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
