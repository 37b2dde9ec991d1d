package org.placeherd.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.node.Outcome;
import org.placeherd.node.Session;
import org.placeherd.ops.Label;
import org.placeherd.transport.LineConnection;
import org.placeherd.transport.LineSender;
import org.placeherd.transport.LineSession;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// One connection, or the sender of one datagram, as the herd loop knows it.
final class HerdSession implements LineSession {
  private final HerdLoop loop;
  private final LineSender sender;
  private final String labelPrefix;
  private final Session node;
  private @Nullable Label label;
  private final long number;
  private boolean isOldStylePeer;

  /// @param labelPrefix what stands before the sender's address in the event log
  /// @param node what the node knows of the sender
  /// @param number who this is to the places gateway; not 0, and below 0 by HTTP
  HerdSession(HerdLoop loop, LineSender sender, String labelPrefix, Session node, long number) {
    this.loop = loop;
    this.sender = sender;
    this.labelPrefix = labelPrefix;
    this.node = node;
    this.number = number;
  }

  /// How the other end of a connection is called in the event log.
  static Label label(InetSocketAddress remote) {
    return Label.of(text(remote));
  }

  private static String text(InetSocketAddress remote) {
    return remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }

  LineSender sender() {
    return sender;
  }

  Session node() {
    return node;
  }

  /// Who this is to the places gateway.
  long number() {
    return number;
  }

  /// Where an AUTH line came from; nothing where that may be forged.
  Optional<InetAddress> provenAddress() {
    return number == HerdLoop.DATAGRAMS
        ? Optional.empty()
        : Optional.of(sender.remoteAddress().getAddress());
  }

  /// Who this is in the event log. Made when it is asked for: a datagram's sender is new each time.
  Label label() {
    Label known = label;
    if (known == null) {
      known = Label.of(labelPrefix + text(sender.remoteAddress()));
      label = known;
    }
    return known;
  }

  /// How the connection is carried.
  Transport transport() {
    return sender instanceof LineConnection connection && connection.isTls()
        ? Transport.TLS
        : Transport.TCP;
  }

  void handled(Line line, Outcome outcome) {
    if (outcome == Outcome.GREETED && node.neighbour() != Session.NO_NEIGHBOUR) {
      loop.greetedBy(node.neighbour());
    }
    if (line.kind() == LineKind.AT && outcome != Outcome.NOT_ALLOWED && !node.isGreeted()) {
      isOldStylePeer = true;
    }
  }

  @Override
  public void lines(LineBatch batch) {
    loop.lines(this, batch);
  }

  @Override
  public boolean isPeer() {
    return node.mayTell();
  }

  @Override
  public boolean mayLeaveLineOpen() {
    return !node.isGreeted();
  }

  @Override
  public boolean mayCloseAfterReply() {
    return !node.isGreeted();
  }

  @Override
  public boolean closesWhenIdle() {
    return isOldStylePeer;
  }

  @Override
  public boolean isShut() {
    return node.isShut();
  }

  @Override
  public void closed(String reason) {
    loop.closed(this, reason);
  }
}
