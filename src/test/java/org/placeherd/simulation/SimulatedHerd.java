package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.placeherd.node.NodeSettings;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.node.NodeStatus;
import org.placeherd.node.Spread;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// Our servers on a graph, perhaps with old-style ones beside them, and the paths between them.
final class SimulatedHerd {
  private final SimulatedWorld world;
  private final HerdGraph graph;
  private final List<OldStyleServer> oldStyle;
  private final boolean calm;
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final List<SimulatedPath> paths = new ArrayList<>();

  /// @param calm whether all ways are fast and all clocks are right, at first
  /// @param waitsForDisk whether reports are acknowledged when they are on disk, as is the default
  SimulatedHerd(
      SimulatedWorld world,
      HerdGraph graph,
      List<OldStyleServer> oldStyle,
      boolean calm,
      boolean waitsForDisk) {
    this.world = world;
    this.calm = calm;
    this.graph = graph;
    this.oldStyle = List.copyOf(oldStyle);
    Map<OldStyleServer, Set<Integer>> beside = new LinkedHashMap<>();
    for (OldStyleServer peer : oldStyle) {
      beside.put(peer, neighboursOfAnOldStyleServer());
    }
    for (int i = 0; i < graph.servers().size(); i++) {
      servers.add(new SimulatedServer(world, settings(i, beside), calm, waitsForDisk));
    }
    for (HerdGraph.Link link : graph.links()) {
      SimulatedServer one = servers.get(link.one());
      SimulatedServer other = servers.get(link.other());
      SimulatedPath path = newPath(one);
      one.join(other, path);
      other.join(one, path);
    }
    beside.forEach((peer, numbers) -> numbers.forEach(i -> join(peer, servers.get(i))));
  }

  /// One or two; on a mesh all, or it would be none.
  private Set<Integer> neighboursOfAnOldStyleServer() {
    if (graph.spread() == Spread.ONE_HOP) {
      return IntStream.range(0, graph.servers().size())
          .boxed()
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
    return new LinkedHashSet<>(List.of(someServer(), someServer()));
  }

  private int someServer() {
    return world.chance().between(0, graph.servers().size() - 1);
  }

  private void join(OldStyleServer peer, SimulatedServer server) {
    SimulatedPath path = newPath(server);
    server.join(peer, path);
    peer.join(server, path);
  }

  private SimulatedPath newPath(SimulatedPeer from) {
    SimulatedPath path = new SimulatedPath(world, from.name(), calm);
    paths.add(path);
    return path;
  }

  private NodeSettings settings(int number, Map<OldStyleServer, Set<Integer>> beside) {
    List<NeighbourSettings> neighbours = new ArrayList<>();
    for (int other : graph.neighbours(number)) {
      String name = graph.servers().get(other);
      neighbours.add(new NeighbourSettings(name, ExtraFields.NONE, false));
    }
    beside.forEach((peer, numbers) -> {
      if (numbers.contains(number)) {
        neighbours.add(
            new NeighbourSettings(
                peer.name(), peer.dialect().extra(), peer.dialect().carriageReturn()));
      }
    });
    return new NodeSettings(
        graph.servers().get(number),
        neighbours,
        NodeSettings.DEFAULT_TOLERANCE_NANOS,
        StaleReply.LITERAL,
        Limits.DEFAULT,
        new HashKey(1, 2),
        graph.spread(),
        graph.servers());
  }

  boolean isCalm() {
    return calm;
  }

  HerdGraph graph() {
    return graph;
  }

  List<OldStyleServer> oldStyle() {
    return oldStyle;
  }

  List<SimulatedServer> servers() {
    return servers;
  }

  List<SimulatedPath> paths() {
    return paths;
  }

  void start() {
    servers.forEach(SimulatedServer::start);
  }

  /// Nothing is in the way any more; where ways are fast clocks are right again, too.
  void heal() {
    paths.forEach(SimulatedPath::restore);
    for (SimulatedServer server : servers) {
      server.disk().repair();
      if (calm) {
        server.clock().setRight();
      }
    }
  }

  /// The path between two servers.
  SimulatedPath path(HerdGraph.Link link) {
    return servers.get(link.one()).path(graph.servers().get(link.other()));
  }

  /// How many AT lines all servers have told their neighbours, since each of them started.
  long told() {
    return servers.stream()
        .flatMap(server -> server.status().neighbours().stream())
        .mapToLong(NodeStatus.NeighbourStatus::told)
        .sum();
  }

  /// All links between ours are up, and nobody has anything left to tell.
  void requireAtRest() {
    for (SimulatedServer server : servers) {
      if (!server.isRunning()) {
        throw Checker.UNREST.found(server.name() + " does not run");
      }
      NodeStatus status = server.status();
      boolean rests = status.held() == 0 && status.neighbours().stream().allMatch(this::isAtRest);
      if (!rests) {
        throw Checker.UNREST.found(server.name() + " is not at rest: " + status);
      }
    }
  }

  private boolean isAtRest(NodeStatus.NeighbourStatus neighbour) {
    boolean isOldStyle = oldStyle.stream().anyMatch(o -> o.name().equals(neighbour.name()));
    return isOldStyle || (neighbour.up() && neighbour.pending() == 0);
  }
}
