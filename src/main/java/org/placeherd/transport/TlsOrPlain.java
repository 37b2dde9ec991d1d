package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;

/// A connection whose first byte has not come: it says whether TLS is spoken, so that one port does
/// for both. Every TLS connection begins with the byte 0x16 (RFC 8446 §5.1, a handshake record), a
/// control byte with which no command of the herd begins. On the event loop.
final class TlsOrPlain extends ChannelInboundHandlerAdapter {
  private static final int HANDSHAKE_RECORD = 0x16;

  private final LineListener listener;
  private final Tls tls;
  private final Channel channel;
  private final long openedNanos = System.nanoTime();
  private boolean isTls;

  TlsOrPlain(LineListener listener, Tls tls, Channel channel) {
    this.listener = listener;
    this.tls = tls;
    this.channel = channel;
  }

  InetSocketAddress remote() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (isTls || !bytes.isReadable()) {
      bytes.release(); // nothing is decrypted before the handshake is over
    } else if (bytes.getByte(bytes.readerIndex()) == HANDSHAKE_RECORD) {
      isTls = true;
      channel.pipeline().addFirst(tls.accepting());
      channel.pipeline().fireChannelRead(bytes);
    } else if (tls.takesPlain(remote().getAddress())) {
      becomeConnection();
      channel.pipeline().fireChannelRead(bytes);
    } else {
      bytes.release();
      refuse("lines without TLS are not taken from there");
    }
  }

  private void becomeConnection() {
    listener.decided(this);
    channel.pipeline().replace(this, null, listener.open(channel));
  }

  /// Whether it has said nothing for so long; once TLS is spoken its handshake has a time of its
  /// own.
  boolean isSilent(long nowNanos, long millis) {
    return !isTls && ConnectionWatch.isOver(openedNanos, nowNanos, millis);
  }

  private void refuse(String reason) {
    listener.sessions().refused(remote(), reason);
    close();
  }

  void close() {
    var _ = channel.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        becomeConnection();
      } else {
        refuse(TlsTrouble.reason(handshake.cause()));
      }
    } else if (event == ChannelInputShutdownEvent.INSTANCE && !isTls) {
      close(); // it has said all it had to say: nothing
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    listener.gone(this, remote());
  }

  /// The handshake's end says why; before it, a connection that was reset is of no interest.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close();
  }
}
