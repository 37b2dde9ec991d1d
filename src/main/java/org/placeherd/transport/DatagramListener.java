package org.placeherd.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// A UDP port that takes lines: one datagram, one command, at most one reply in one datagram.
///
/// Where Linux is below, one system call takes or sends many datagrams (`recvmmsg`, `sendmmsg`).
/// Bounds: it stops to read while [#MAX_WAITING] replies wait to be safe, or while the socket takes
/// no more; then the kernel throws away what does not fit its buffer, as UDP does. All on the event
/// loop.
public final class DatagramListener implements Outlet<DatagramPacket>, AutoCloseable {
  /// One system call takes at most so many datagrams.
  static final int DATAGRAMS_A_READ = 64;

  /// Replies that may wait to be safe: what some thousand clients send while the disk works.
  static final int MAX_WAITING = 4_096;

  /// When so few are left it reads on.
  private static final int FEW_WAITING = MAX_WAITING / 2;

  /// What the kernel may keep for us while we do not read; Linux gives less unless it is told to.
  private static final int KERNEL_BYTES = 1 << 20;

  private static final WriteBufferWaterMark UNSENT =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  /// The longest datagram of IPv4 (RFC 768: 65,535 with the headers of UDP and IP).
  private static final int MAX_REPLY_BYTES = 65_507;

  private static final long STOP_MILLIS = 2_000;

  final ByteWriter replies = new ByteWriter(4 * 1024);
  private final Reactor reactor;
  private final LineReader reader;
  private final Gate gate;
  private final LineBatch batch = new LineBatch();

  /// One byte more than the longest line and its LF, so that a longer one shows.
  private final int mostBytes;

  private final byte[] input;
  private final Channel channel;
  private @Nullable DatagramSession session;
  private List<DatagramPacket> ready = new ArrayList<>();
  private int waiting;
  private boolean isUnflushed;
  private boolean isPaused;
  private boolean drains;
  private long lost;
  private long dropped;
  private String whyLost = "";

  private DatagramListener(
      Reactor reactor, InetSocketAddress address, Limits limits, HashKey hashKey, Gate gate)
      throws IOException {
    this.reactor = reactor;
    this.gate = gate;
    this.reader = new LineReader(limits, hashKey);
    this.mostBytes = limits.lineBytes() + 2;
    this.input = new byte[mostBytes + 1 + LineReader.SLACK_BYTES];
    this.channel = bind(address);
  }

  /// Binds the port. What comes in waits until [#accept].
  ///
  /// @throws IOException if the address cannot be had, with the system's reason
  public static DatagramListener open(
      Reactor reactor, InetSocketAddress address, Limits limits, HashKey hashKey, Gate gate)
      throws IOException {
    return new DatagramListener(reactor, address, limits, hashKey, gate);
  }

  private Channel bind(InetSocketAddress address) throws IOException {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(reactor.loop())
            .channel(reactor.datagramChannel())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOCATOR, Reactor.allocator())
            .option(ChannelOption.SO_RCVBUF, KERNEL_BYTES)
            .option(ChannelOption.SO_SNDBUF, KERNEL_BYTES)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .handler(new Handler());
    if (reactor.hasNativeOptions()) {
      bootstrap
          .option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(DATAGRAMS_A_READ * mostBytes))
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, mostBytes);
    } else {
      bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(mostBytes));
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(Reactor.reason(bound.cause()), bound.cause());
    }
    return bound.channel();
  }

  /// Starts to read; what comes goes to `datagrams`. Not on the loop, once.
  public void accept(DatagramSession datagrams) {
    reactor.execute(() -> {
      session = datagrams;
      channel.config().setAutoRead(true);
    });
  }

  private void take(DatagramPacket packet) {
    InetAddress from = packet.sender().getAddress();
    long now = System.nanoTime();
    if (!gate.mayCall(from, now)) {
      gate.count(Breach.DATAGRAMS);
      dropped++;
      return;
    }
    gate.called(from, 1, now);
    int length = Math.min(packet.content().readableBytes(), mostBytes);
    packet.content().readBytes(input, 0, length);
    take(input, length, new DatagramSender(this, packet.sender()));
  }

  private void take(byte[] bytes, int length, DatagramSender sender) {
    batch.clear();
    DatagramSession datagrams =
        Objects.requireNonNull(session, "nothing is read before there is a session");
    reader.readDatagram(bytes, length, !reactor.isReading(), datagrams.takesTokens(), batch);
    if (batch.endsAtQuestion()) {
      // A question waits until all that is ready has been read (protocol §8).
      byte[] question = Arrays.copyOf(bytes, length + 1 + LineReader.SLACK_BYTES);
      reactor.execute(() -> take(question, length, sender));
      return;
    }
    try {
      datagrams.line(sender, batch);
      if (replies.size() > 0) {
        ByteBuf reply = Reactor.allocator().directBuffer(replies.size());
        reply(reply.writeBytes(replies.array(), 0, replies.size()), sender.remoteAddress());
      }
    } finally {
      replies.clear();
    }
  }

  /// Sends a reply when what it says is safe.
  void reply(ByteBuf reply, InetSocketAddress to) {
    if (!channel.isOpen() || reply.readableBytes() > MAX_REPLY_BYTES) {
      reply.release();
      lost(1, "longer than a datagram");
      return;
    }
    ready.add(new DatagramPacket(reply, to));
    waiting++;
    if (!isUnflushed) {
      isUnflushed = true;
      reactor.flushSoon(this);
    }
    if (waiting >= MAX_WAITING || !channel.isWritable()) {
      isPaused = true;
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public List<DatagramPacket> takeReplies() {
    isUnflushed = false;
    List<DatagramPacket> taken = ready;
    ready = new ArrayList<>();
    return taken;
  }

  @Override
  public void send(List<DatagramPacket> packets) {
    waiting -= packets.size();
    for (DatagramPacket packet : packets) {
      var _ = channel.write(packet, channel.voidPromise());
    }
    channel.flush();
    resume();
  }

  @Override
  public void giveUp(List<DatagramPacket> packets, String reason) {
    waiting -= packets.size();
    packets.forEach(DatagramPacket::release);
    lost(packets.size(), reason);
    resume();
  }

  private void resume() {
    if (isPaused && !drains && waiting <= FEW_WAITING && channel.isWritable()) {
      isPaused = false;
      channel.config().setAutoRead(true);
    }
  }

  private void lost(int count, String reason) {
    lost += count;
    whyLost = reason;
  }

  /// How many replies were lost since this was asked last, and why the last one was, and how many
  /// datagrams were dropped because their address said too much; empty if none was. On the loop.
  public Optional<String> takeTrouble() {
    List<String> sentences = new ArrayList<>();
    if (lost > 0) {
      sentences.add("Replies by UDP that could not be sent: %d (%s).".formatted(lost, whyLost));
      lost = 0;
    }
    if (dropped > 0) {
      sentences.add(
          "Datagrams that were dropped: %d (limits.address-lines-per-second).".formatted(dropped));
      dropped = 0;
    }
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
  }

  /// Stops to read; replies that wait to be safe are sent, and [#isQuiet] then. On the loop.
  public void drain() {
    drains = true;
    channel.config().setAutoRead(false);
  }

  /// Whether no reply waits to be safe. On the loop.
  public boolean isQuiet() {
    return waiting == 0;
  }

  /// Stops to read and closes the port. Not on the loop.
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(STOP_MILLIS);
  }

  /// The port as Netty sees it.
  private final class Handler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      reactor.beginRead();
      try {
        take(packet);
      } finally {
        packet.release();
        reactor.endRead();
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      resume();
    }

    /// The network refused a datagram, or one of them made us fail: the others go on.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      lost(1, Reactor.reason(cause));
      if (!(cause instanceof IOException)) {
        throw new IllegalStateException("a datagram failed", cause);
      }
    }
  }
}
