package org.placeherd.server;

import java.net.InetSocketAddress;
import org.placeherd.node.Outcome;
import org.placeherd.node.Session;
import org.placeherd.ops.Label;
import org.placeherd.transport.LineConnection;
import org.placeherd.transport.LineSession;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// One connection, as the herd loop knows it.
final class HerdSession implements LineSession {
  private final HerdLoop loop;
  private final LineConnection connection;
  private final Session node;
  private final Label label;
  private final long number;
  private boolean isOldStylePeer;

  /// @param number no other connection of this server has it; 1 or more
  HerdSession(HerdLoop loop, LineConnection connection, boolean mayTell, long number) {
    this.number = number;
    this.loop = loop;
    this.connection = connection;
    this.node = new Session(mayTell);
    this.label = label(connection.remoteAddress());
    loop.connected(this);
  }

  /// How the other end of a connection is called in the event log.
  static Label label(InetSocketAddress remote) {
    return Label.of(remote.getAddress().getHostAddress() + ":" + remote.getPort());
  }

  LineConnection connection() {
    return connection;
  }

  Session node() {
    return node;
  }

  /// Who this is to the places gateway.
  long number() {
    return number;
  }

  /// Who this is in the event log.
  Label label() {
    return label;
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
  public void closed(String reason) {
    loop.closed(this, reason);
  }
}
