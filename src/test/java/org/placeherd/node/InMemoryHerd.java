package org.placeherd.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.node.ScenarioHerd.OldStylePeer;
import org.placeherd.node.ScenarioHerd.ScenarioLink;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;

/// A herd of real nodes joined by hand, for playing scenarios without a socket. Everything that is
/// said has been heard everywhere before the next step.
final class InMemoryHerd implements ScenarioTarget {
  /// The day of the protocol's example.
  private static final long NOW_NANOS = 1_479_413_884_656_000_000L;

  private final Map<String, InMemoryServer> running = new LinkedHashMap<>();
  private final Map<String, Far> connections = new LinkedHashMap<>();
  private final Map<String, InMemoryServer.Connection> links = new LinkedHashMap<>();
  private final Map<String, InMemoryServer.Ear> ears = new LinkedHashMap<>();
  private final Map<String, OldStylePeer> peers = new LinkedHashMap<>();
  private final Set<String> greetedPeers = new LinkedHashSet<>();
  private ScenarioHerd herd = new ScenarioHerd(List.of(), List.of(), List.of());

  /// The scenario's end of a connection.
  private static final class Far {
    private final Optional<InMemoryServer.Connection> server;
    private final StringBuilder received = new StringBuilder();

    Far(Optional<InMemoryServer.Connection> server) {
      this.server = server;
    }
  }

  @Override
  public void start(ScenarioHerd toStart) {
    herd = toStart;
    herd.servers().forEach(name -> running.put(name, server(name)));
    herd.servers().forEach(this::link);
    for (OldStylePeer peer : herd.oldStylePeers()) {
      Far far = new Far(Optional.empty());
      String hello = Hello.line(peer.server());
      far.received.append(peer.carriageReturn() ? hello.replace("\n", "\r\n") : hello);
      connections.put(peer.name(), far);
      peers.put(peer.name(), peer);
    }
  }

  private InMemoryServer server(String name) {
    List<NeighbourSettings> neighbours = new ArrayList<>();
    for (String other : neighbours(name)) {
      neighbours.add(new NeighbourSettings(other, ExtraFields.NONE, false));
    }
    for (OldStylePeer peer : herd.oldStylePeers()) {
      if (peer.server().equals(name)) {
        neighbours.add(new NeighbourSettings(peer.name(), peer.extra(), peer.carriageReturn()));
      }
    }
    NodeSettings settings =
        new NodeSettings(
            name,
            neighbours,
            NodeSettings.DEFAULT_TOLERANCE_NANOS,
            StaleReply.LITERAL,
            Limits.DEFAULT,
            new HashKey(1, 2));
    return new InMemoryServer(settings, _ -> {});
  }

  private List<String> neighbours(String name) {
    List<String> others = new ArrayList<>();
    for (ScenarioLink link : herd.links()) {
      if (link.one().equals(name)) {
        others.add(link.other());
      } else if (link.other().equals(name)) {
        others.add(link.one());
      }
    }
    return others;
  }

  /// Links a server to those of its neighbours that run, both ways.
  private void link(String name) {
    for (String other : neighbours(name)) {
      if (running.containsKey(other)) {
        link(name, other);
        link(other, name);
      }
    }
    awaitFlood();
  }

  private void link(String from, String to) {
    InMemoryServer.Connection connection = running(to).new Connection(true);
    String answer = connection.read(Hello.line(from), NOW_NANOS);
    links.put(from + "-" + to, connection);
    ears.put(from + "-" + to, running(from).new Ear(running(from).neighbour(to)));
    boolean ours = Hello.isAnswer(answer.stripTrailing());
    running(from).node().linkUp(running(from).neighbour(to), ours);
  }

  @Override
  public void connect(String connection, String server, boolean mayTell) {
    connections.put(connection, new Far(Optional.of(running(server).new Connection(mayTell))));
  }

  @Override
  public void send(String connection, String bytes) {
    OldStylePeer peer = peers.get(connection);
    Far far = far(connection);
    if (peer != null && greetedPeers.add(connection)) {
      InMemoryServer server = running(peer.server());
      server.node().linkUp(server.neighbour(connection), Hello.isAnswer(bytes.stripTrailing()));
    }
    far.server.ifPresent(s -> far.received.append(s.read(bytes, NOW_NANOS)));
    awaitFlood();
  }

  @Override
  public Optional<String> receive(String connection) {
    StringBuilder received = far(connection).received;
    int end = received.indexOf("\n");
    if (end >= 0) {
      String line = received.substring(0, end);
      received.delete(0, end + 1);
      return Optional.of(line);
    }
    if (far(connection).server.map(s -> !s.isClosed()).orElse(true)) {
      throw new AssertionError(connection + " got nothing more");
    }
    return Optional.empty();
  }

  @Override
  public void endOutput(String connection) {
    Far far = far(connection);
    far.server.ifPresent(s -> far.received.append(s.endInput(NOW_NANOS)));
    awaitFlood();
  }

  @Override
  public void close(String connection) {
    endOutput(connection);
    connections.remove(connection);
  }

  /// Carries lines until nobody has anything to tell.
  @Override
  public void awaitFlood() {
    Queue<InMemoryServer> toAsk = new ArrayDeque<>(running.values());
    while (!toAsk.isEmpty()) {
      InMemoryServer from = toAsk.remove();
      for (NodeStatus.NeighbourStatus neighbour : from.node().status().neighbours()) {
        if (from.node().hasToTell(from.neighbour(neighbour.name()))) {
          carry(from, neighbour.name(), toAsk);
        }
      }
    }
  }

  private void carry(InMemoryServer from, String to, Queue<InMemoryServer> toAsk) {
    String lines = from.drain(from.neighbour(to), 1_000_000);
    if (peers.containsKey(to)) {
      far(to).received.append(lines);
      return;
    }
    InMemoryServer.Connection link =
        Objects.requireNonNull(links.get(from.name() + "-" + to), "a link that is up");
    InMemoryServer.Ear ear =
        Objects.requireNonNull(ears.get(from.name() + "-" + to), "a link that is up");
    ear.hear(link.read(lines, NOW_NANOS));
    toAsk.add(from);
    toAsk.add(running(to));
  }

  @Override
  public void stop(String server) {
    running.remove(server);
    for (String other : neighbours(server)) {
      if (running.containsKey(other)) {
        running(other).node().linkDown(running(other).neighbour(server));
      }
    }
  }

  @Override
  public void restart(String server) {
    running.put(server, server(server));
    link(server);
  }

  @Override
  public void close() {}

  private InMemoryServer running(String name) {
    return Objects.requireNonNull(running.get(name), () -> name + " does not run");
  }

  private Far far(String connection) {
    return Objects.requireNonNull(connections.get(connection), () -> connection + " is closed");
  }
}
