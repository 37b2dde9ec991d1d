package org.placeherd.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.placeherd.node.HerdNode;
import org.placeherd.ops.Label;
import org.placeherd.transport.HerdSecret;
import org.placeherd.transport.PeerFeed;
import org.placeherd.transport.PeerLink;
import org.placeherd.transport.PeerLinkOptions;
import org.placeherd.transport.PeerLinkOptions.Connections;
import org.placeherd.transport.Reactor;
import org.placeherd.transport.Tls;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.LineBatch;

/// Joins the node's neighbours to the links that reach them: a neighbour's number is the same on
/// both sides.
///
/// A write costs the same for one report as for many. So floods leave when no line is waiting to be
/// read, and under load at most every two milliseconds; but before the replies to what they tell
/// (protocol §8).
final class NeighbourLinks {
  private static final long REST_NANOS = 2_000_000;

  private final Reactor reactor;
  private final Runnable told;
  private final List<NeighbourLink> links;
  private boolean isPending;
  private boolean isPlanned;
  private long toldNanos = System.nanoTime();

  NeighbourLinks(
      ServerSettings settings,
      HashKey hashKey,
      Optional<Tls> tls,
      Optional<HerdSecret> secret,
      Reactor reactor,
      HerdNode node,
      HerdEvents events) {
    this.reactor = reactor;
    this.told = events::endOfBatch;
    links =
        IntStream.range(0, settings.neighbours().size())
            .mapToObj(number ->
                new NeighbourLink(
                    settings,
                    options(settings, number, hashKey, tls, secret),
                    number,
                    reactor,
                    node,
                    events))
            .toList();
  }

  /// A server that must not be greeted is old-style, and none of those speaks TLS or knows a
  /// secret; nor does one that takes a connection for each message.
  private static PeerLinkOptions options(
      ServerSettings settings,
      int number,
      HashKey hashKey,
      Optional<Tls> tls,
      Optional<HerdSecret> secret) {
    Neighbour neighbour = settings.neighbours().get(number);
    ServerAddress address = neighbour.address();
    PeerDialect dialect = neighbour.dialect();
    Connections connections =
        dialect.connection() == PeerDialect.Connection.PER_MESSAGE
            ? Connections.PER_MESSAGE
            : Connections.PERSISTENT;
    long idleClose =
        dialect.connection() == PeerDialect.Connection.IDLE_CLOSE
            ? dialect.idleClose().toMillis()
            : 0;
    boolean hello = dialect.hello() == PeerDialect.Hello.AUTO;
    return new PeerLinkOptions(
        settings.self().name(),
        address.name(),
        InetSocketAddress.createUnresolved(address.host(), address.port()),
        hello,
        dialect.lineEnd() == PeerDialect.LineEnd.CRLF,
        connections,
        idleClose,
        hashKey,
        hello ? tls : Optional.empty(),
        hello && connections == Connections.PERSISTENT ? secret : Optional.empty());
  }

  void start() {
    links.forEach(link -> link.peer.start());
  }

  /// There is something to tell a neighbour at the end of this batch.
  void tell(int neighbour) {
    links.get(neighbour).hasNews = true;
    isPending = true;
  }

  /// A neighbour has said HELLO to us.
  void greetedBy(int neighbour) {
    links.get(neighbour).peer.greetAgain();
  }

  /// How many neighbours there are.
  int size() {
    return links.size();
  }

  /// Hands to the sockets what there is to tell, soon.
  void tellSoon() {
    if (isPending && !isPlanned) {
      isPlanned = true;
      reactor.whenNoMoreCome(toldNanos + REST_NANOS - System.nanoTime(), this::tellAsPlanned);
    }
  }

  private void tellAsPlanned() {
    isPlanned = false;
    tellAll();
  }

  /// Hands to the sockets what there is to tell.
  void tellAll() {
    if (!isPending) {
      return;
    }
    isPending = false;
    toldNanos = System.nanoTime();
    for (int i = 0; i < links.size(); i++) {
      NeighbourLink link = links.get(i);
      if (link.hasNews) {
        link.hasNews = false;
        link.peer.wake();
      }
    }
    told.run();
  }

  /// Whether each neighbour whose link is up was told all there is.
  boolean haveToldAll() {
    return links.stream().noneMatch(link -> link.peer.isUp() && link.hasMore());
  }

  /// Closes the links when what was handed to them has left.
  void end() {
    links.forEach(link -> link.peer.end());
  }

  /// Whether none is open.
  boolean haveEnded() {
    return links.stream().allMatch(link -> link.peer.isEnded());
  }

  void close() {
    links.forEach(link -> link.peer.close());
  }

  /// How the links are, in the order of the neighbours.
  List<ServerStatus.LinkStatus> status() {
    return links.stream()
        .map(link ->
            new ServerStatus.LinkStatus(
                link.address,
                link.peer.isUp(),
                link.ours,
                link.isTried,
                link.peer.connects(),
                link.losses))
        .toList();
  }

  /// One link, between the node and the socket.
  private static final class NeighbourLink implements PeerFeed {
    private final int number;
    private final String address;
    private final Reactor reactor;
    private final HerdNode node;
    private final HerdEvents events;
    private final Label label;
    private final PeerLink peer;
    private boolean hasNews;
    private boolean ours;
    private String shownFailure = "";
    private boolean isTried;
    private long losses;

    NeighbourLink(
        ServerSettings settings,
        PeerLinkOptions options,
        int number,
        Reactor reactor,
        HerdNode node,
        HerdEvents events) {
      Neighbour neighbour = settings.neighbours().get(number);
      this.address = neighbour.address().hostAndPort();
      this.number = number;
      this.reactor = reactor;
      this.node = node;
      this.events = events;
      this.label = Label.of(neighbour.address().name());
      this.peer = new PeerLink(reactor, options, this);
    }

    @Override
    public void up(boolean isOurs) {
      ours = isOurs;
      isTried = true;
      shownFailure = "";
      events.at(EpochClock.nanos());
      events.link(label, "up", isOurs ? "a Placeherd server" : "an old-style server");
      events.endOfBatch();
      node.linkUp(number, isOurs);
    }

    @Override
    public void heard(LineBatch batch) {
      node.heard(number, batch);
      reactor.endBatchSoon();
    }

    @Override
    public void down(boolean wasUp, String reason) {
      isTried = true;
      losses += wasUp ? 1 : 0;
      node.linkDown(number); // may have something to tell others
      reactor.endBatchSoon();
      hasNews = false;
      if (wasUp || !reason.equals(shownFailure)) {
        shownFailure = reason;
        events.at(EpochClock.nanos());
        events.link(label, wasUp ? "lost" : "failed", reason);
        events.endOfBatch();
      }
    }

    @Override
    public void drain(ByteWriter out, int maxBytes) {
      if (node.drain(number, out, maxBytes) > 0 && events.isOn()) {
        events.flooded(label, out);
      }
    }

    @Override
    public boolean hasMore() {
      return node.hasToTell(number);
    }
  }
}
