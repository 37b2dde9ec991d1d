package org.placeherd.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.Rate;

/// Whether one connection keeps to the [LineGuard]. It is looked at now and then, so that no
/// connection costs a timer. On the event loop.
final class ConnectionWatch {
  private final Gate gate;
  private final Channel channel;
  private final Gate.Said addressSaid;
  private final long openedNanos = System.nanoTime();
  private long lastReadNanos = openedNanos;
  private long lineStartedNanos;
  private long stuckSinceNanos;
  private long fullNanos = openedNanos;
  private long handedBytes;
  private long takenBytes;
  private long heldReplyBytes;
  private int heldLineBytes;
  private boolean hasSaidLine;
  private boolean isInsideLine;
  private boolean isPaced;
  private boolean isCrowded;

  /// Whether it goes by the rates: a server of ours does not.
  private boolean isFree;

  ConnectionWatch(Gate gate, Channel channel) {
    this.gate = gate;
    this.channel = channel;
    this.addressSaid = gate.said(((InetSocketAddress) channel.remoteAddress()).getAddress());
  }

  /// Something was read.
  void hasRead() {
    lastReadNanos = System.nanoTime();
  }

  /// Lines were handled.
  ///
  /// @param isOurs whether a server or tool of ours said them
  /// @param isPeer whether AT lines are taken, and so cost nothing
  void handled(LineBatch batch, boolean isOurs, boolean isPeer) {
    hasSaidLine = true;
    isInsideLine = false;
    isFree = isOurs;
    LineGuard guard = gate.guard();
    if (isOurs || !guard.hasRates()) {
      return;
    }
    int lines = isPeer ? lessTold(batch) : batch.size();
    long now = System.nanoTime();
    fullNanos = guard.connectionLines().spend(fullNanos, now, lines);
    addressSaid.fullNanos = guard.addressLines().spend(addressSaid.fullNanos, now, lines);
  }

  private static int lessTold(LineBatch batch) {
    int lines = 0;
    for (int i = 0; i < batch.size(); i++) {
      lines += batch.line(i).kind().isTold() ? 0 : 1;
    }
    return lines;
  }

  /// What is kept because its line has not ended, or because it is not handled yet.
  ///
  /// @param isPartial whether it is the beginning of a line whose end has not come
  void keeps(int bytes, boolean isPartial) {
    gate.hold(bytes - heldLineBytes, 0);
    heldLineBytes = bytes;
    if (isPartial && !isInsideLine) {
      lineStartedNanos = System.nanoTime();
    }
    isInsideLine = isPartial;
  }

  /// Replies were handed to the socket, which sent what it could.
  void handedOver(long bytes) {
    handedBytes += bytes;
    countUnread();
  }

  private void countUnread() {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    long unread = unsent == null ? 0 : unsent.totalPendingWriteBytes();
    gate.hold(0, unread - heldReplyBytes);
    heldReplyBytes = unread;
  }

  /// How many lines may be handled now, at most `most`.
  int room(int most) {
    LineGuard guard = gate.guard();
    if (isFree || !guard.hasRates()) {
      return most;
    }
    long now = System.nanoTime();
    Rate connection = guard.connectionLines();
    Rate address = guard.addressLines();
    long room = Math.min(connection.room(fullNanos, now), address.room(addressSaid.fullNanos, now));
    return (int) Math.min(most, room);
  }

  /// Whether lines may be handled: neither the rate nor the memory of all is spent.
  boolean mayGoOn() {
    boolean isOverRate = room(1) == 0;
    if (isOverRate && !isPaced) {
      gate.count(Breach.PACED);
    }
    isPaced = isOverRate;
    boolean crowds = heldReplyBytes > 0 && gate.isCrowded();
    if (crowds && !isCrowded) {
      gate.count(Breach.CROWDED);
    }
    isCrowded = crowds;
    return !isOverRate && !crowds;
  }

  /// What it should be closed for.
  ///
  /// @param waits whether it waits for us
  /// @param isOurs whether a server or tool of ours is at the other end
  Optional<Breach> breach(long nowNanos, boolean waits, boolean isOurs) {
    countUnread();
    LineGuard guard = gate.guard();
    if (isStuck(nowNanos, guard.unreadMillis())) {
      return Optional.of(Breach.UNREAD);
    }
    if (waits) {
      return Optional.empty();
    }
    if (!hasSaidLine && isOver(openedNanos, nowNanos, guard.firstLineMillis())) {
      return Optional.of(Breach.FIRST_LINE);
    }
    if (isInsideLine && isOver(lineStartedNanos, nowNanos, guard.startedLineMillis())) {
      return Optional.of(Breach.STARTED_LINE);
    }
    return !isOurs && isOver(lastReadNanos, nowNanos, guard.idleMillis())
        ? Optional.of(Breach.IDLE)
        : Optional.empty();
  }

  /// Whether replies wait, and none of their bytes has left for so long.
  private boolean isStuck(long nowNanos, long millis) {
    long taken = handedBytes - heldReplyBytes;
    if (heldReplyBytes == 0 || taken != takenBytes || stuckSinceNanos == 0) {
      takenBytes = taken;
      stuckSinceNanos = nowNanos;
    }
    return heldReplyBytes > 0 && isOver(stuckSinceNanos, nowNanos, millis);
  }

  static boolean isOver(long sinceNanos, long nowNanos, long millis) {
    return millis > 0 && nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /// Whether nothing has come in for so long.
  boolean isSilent(long nowNanos, long millis) {
    return isOver(lastReadNanos, nowNanos, millis);
  }

  /// The connection is gone: it holds nothing any more.
  void end() {
    gate.hold(-heldLineBytes, -heldReplyBytes);
    heldLineBytes = 0;
    heldReplyBytes = 0;
    gate.leave(((InetSocketAddress) channel.remoteAddress()).getAddress());
  }
}
