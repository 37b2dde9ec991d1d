package org.placeherd.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/// Ends a connection so that the other side gets to see our last reply and not a reset: first our
/// direction, and the connection when the other side has ended its own, or after a while. What it
/// still sends is read and thrown away. On the event loop.
final class LingeringClose {
  private static final long LINGER_MILLIS = 5_000;

  /// When the server stops: the next one wants the port, and whoever reads has read by then.
  private static final long SHORT_LINGER_MILLIS = 1_000;

  private final Channel channel;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean hasBegun;
  private long lingerMillis = LINGER_MILLIS;

  LingeringClose(Channel channel) {
    this.channel = channel;
  }

  /// The last reply has been handed to the socket.
  void begin() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput());
    hasBegun = true;
    if (!inputEnded) {
      channel.config().setAutoRead(true);
      hangUpLater();
    }
  }

  /// Waits for the other side no longer than a server that stops can.
  void shorten() {
    lingerMillis = SHORT_LINGER_MILLIS;
    if (hasBegun) {
      hangUpLater();
    }
  }

  private void hangUpLater() {
    var _ = channel.eventLoop().schedule(this::hangUp, lingerMillis, TimeUnit.MILLISECONDS);
  }

  /// The last reply has left.
  private void endOutput() {
    if (inputEnded) {
      hangUp();
    } else {
      outputEnded = true;
      Tls.endOutput(channel);
    }
  }

  void inputHasEnded() {
    inputEnded = true;
    if (outputEnded) {
      hangUp();
    }
  }

  private void hangUp() {
    var _ = channel.close();
  }
}
