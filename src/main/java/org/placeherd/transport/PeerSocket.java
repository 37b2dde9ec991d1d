package org.placeherd.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The socket of a link to a neighbour: how it connects, and when it gives up.
final class PeerSocket {
  /// What is handed to the socket at once.
  static final int WRITE_BYTES = 64 * 1_024;

  private static final int CONNECT_MILLIS = 2_000;

  /// Bytes in flight after which the link fails if the peer's kernel acknowledges none of them.
  private static final int UNACKNOWLEDGED_MILLIS = 10_000;

  private static final int ANSWER_BYTES = 8 * 1_024;

  private static final WriteBufferWaterMark UNREAD =
      new WriteBufferWaterMark(WRITE_BYTES, 4 * WRITE_BYTES);

  /// How long a neighbour may take to close its end of a link that we end.
  private static final long END_MILLIS = 1_000;

  private PeerSocket() {}

  static void hangUp(Channel channel) {
    var _ = channel.close();
  }

  /// Whether all that was written has left.
  static boolean hasSentAll(Channel channel) {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return unsent == null || unsent.isEmpty();
  }

  /// Ends our direction when all that was written has left; closes when the neighbour has ended its
  /// own, or after a while.
  static void end(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Tls.endOutput(channel));
    var _ = channel.eventLoop().schedule(() -> hangUp(channel), END_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Connects; with TLS, its handshake begins at once.
  static ChannelFuture connect(
      Reactor reactor, InetSocketAddress address, Optional<Tls> tls, ChannelHandler handler) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(reactor.loop())
            .channel(reactor.clientChannel())
            .option(ChannelOption.ALLOCATOR, Reactor.allocator())
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(ANSWER_BYTES))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    tls.ifPresent(way -> channel.pipeline().addLast(way.connecting()));
                    channel.pipeline().addLast(handler);
                  }
                });
    if (reactor.hasNativeOptions()) {
      bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS);
    }
    return bootstrap.connect(address);
  }

  /// Sends a line, its end included.
  static void say(Channel to, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    var _ = to.writeAndFlush(Unpooled.wrappedBuffer(bytes), to.voidPromise());
  }
}
