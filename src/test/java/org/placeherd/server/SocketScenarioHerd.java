package org.placeherd.server;

import static org.placeherd.server.ScenarioConnections.run;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.node.ScenarioHerd;
import org.placeherd.node.ScenarioTarget;

/// A herd of real servers on real sockets, for playing scenarios.
final class SocketScenarioHerd implements ScenarioTarget {
  private final Path data;
  private final boolean isNobodysPeer;
  private final Transport transport;
  private final ScenarioConnections connections = new ScenarioConnections();
  private final List<ServerSocket> listeners = new ArrayList<>();
  private @Nullable TestHerd herd;

  /// What the lines of a scenario travel on.
  interface Transport {
    /// Has the herd take lines so, before it starts.
    void prepare(TestHerd herd);

    /// Opens a connection of the scenario to a server.
    ScenarioConnection connect(TestHerd herd, String connection, String server, boolean mayTell)
        throws Exception;
  }

  /// @param isNobodysPeer whether the servers take no AT from this machine
  SocketScenarioHerd(Path data, boolean isNobodysPeer, Transport transport) {
    this.data = data;
    this.isNobodysPeer = isNobodysPeer;
    this.transport = transport;
  }

  private TestHerd herd() {
    return Objects.requireNonNull(herd, "started");
  }

  @Override
  public void start(ScenarioHerd scenario) {
    List<String> names = new ArrayList<>(scenario.servers());
    List<String> links = new ArrayList<>();
    scenario.links().forEach(link -> links.add(link.one() + "-" + link.other()));
    for (ScenarioHerd.OldStylePeer peer : scenario.oldStylePeers()) {
      names.add(peer.name());
      links.add(peer.server() + "-" + peer.name());
    }
    run(() -> {
      TestHerd started = new TestHerd(data, String.join(" ", names), String.join(" ", links));
      herd = started;
      started.withStranger = isNobodysPeer;
      transport.prepare(started);
      for (ScenarioHerd.OldStylePeer peer : scenario.oldStylePeers()) {
        started.dialects.put(peer.name(), dialect(peer));
        listeners.add(
            new ServerSocket(started.port(peer.name()), 1, InetAddress.getLoopbackAddress()));
      }
      for (String name : scenario.servers()) {
        started.start(name);
      }
      for (int i = 0; i < listeners.size(); i++) {
        connections.add(
            scenario.oldStylePeers().get(i).name(), new LineClient(listeners.get(i).accept()));
      }
      started.awaitLinks();
      return true;
    });
  }

  private static PeerDialect dialect(ScenarioHerd.OldStylePeer peer) {
    PeerDialect usual = PeerDialect.DEFAULT;
    PeerDialect.Extra extra =
        switch (peer.extra()) {
          case NONE -> PeerDialect.Extra.NONE;
          case SENDER -> PeerDialect.Extra.SENDER;
          case VISITED -> PeerDialect.Extra.VISITED;
        };
    PeerDialect.LineEnd end =
        peer.carriageReturn() ? PeerDialect.LineEnd.CRLF : PeerDialect.LineEnd.LF;
    return new PeerDialect(
        usual.hello(), extra, end, usual.connection(), usual.idleClose(), usual.catchUp());
  }

  @Override
  public void connect(String connection, String server, boolean mayTell) {
    connections.add(connection, run(() -> transport.connect(herd(), connection, server, mayTell)));
  }

  @Override
  public void send(String connection, String bytes) {
    connections.send(connection, bytes);
  }

  @Override
  public Optional<String> receive(String connection) {
    return connections.receive(connection);
  }

  @Override
  public void endOutput(String connection) {
    connections.endOutput(connection);
  }

  @Override
  public void close(String connection) {
    connections.close(connection);
  }

  @Override
  public void awaitFlood() {
    run(() -> {
      herd().awaitFlood();
      return true;
    });
  }

  @Override
  public void stop(String server) {
    run(() -> {
      herd().stop(server);
      for (String peer : herd().neighboursOf(server)) {
        if (herd().running().contains(peer)) {
          Await.until(
              peer + " misses " + server, () -> !herd().link(peer, server).get("up").asBoolean());
        }
      }
      return true;
    });
  }

  @Override
  public void restart(String server) {
    run(() -> herd().start(server).awaitLinks());
  }

  @Override
  public void close() {
    connections.close();
    run(() -> {
      for (ServerSocket listener : listeners) {
        listener.close();
      }
      return true;
    });
    if (herd != null) {
      herd.close();
    }
  }
}
