package org.placeherd.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Decides, when a connection is accepted, whether it comes in: they are bounded in all and for
/// each address. It stands before TLS, so that an unfinished handshake counts, too. On the loop
/// that accepts; the counts fall on others.
@Sharable
final class Admission extends ChannelInboundHandlerAdapter {
  /// Of an IPv6 address, what belongs to one customer (RFC 6177).
  private static final int NETWORK_BYTES = 8;

  private final int max;
  private final int maxPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  /// What accepts; nothing before it is opened.
  private volatile @Nullable Channel port;

  Admission(WebBounds bounds) {
    max = bounds.connections();
    maxPerAddress = bounds.connectionsPerAddress();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    port = context.channel();
  }

  /// Lets connections in. Those that came while the port was being opened have waited in the
  /// system's queue, for Vert.x has nobody for them then and hangs up. From any thread.
  void begin() {
    Channel opened = port;
    if (opened != null) {
      opened.config().setAutoRead(true);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel channel = (Channel) message;
    if (admits(channel)) {
      context.fireChannelRead(message);
    } else {
      refused.increment();
      channel.unsafe().closeForcibly();
    }
  }

  private boolean admits(Channel channel) {
    if (open.get() >= max) {
      return false;
    }
    // A proxy on this machine speaks for many.
    if (channel.remoteAddress() instanceof InetSocketAddress remote
        && !remote.getAddress().isLoopbackAddress()) {
      InetAddress network = network(remote.getAddress());
      if (byAddress.getOrDefault(network, 0) >= maxPerAddress) {
        return false;
      }
      byAddress.merge(network, 1, Integer::sum);
      channel.closeFuture().addListener(_ -> left(network));
    }
    open.incrementAndGet();
    channel.closeFuture().addListener(_ -> open.decrementAndGet());
    return true;
  }

  private void left(InetAddress network) {
    byAddress.computeIfPresent(network, (_, count) -> count == 1 ? null : count - 1);
  }

  /// Whom an address stands for.
  static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address has 16 bytes", e);
    }
  }

  /// How many are open, those that still shake hands among them. From any thread.
  int open() {
    return open.get();
  }

  /// How many were hung up on. From any thread.
  long refused() {
    return refused.sum();
  }
}
