package org.placeherd.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeStatus.NeighbourStatus;

/// One of our servers through all its lives: a real node, its links and its clock, and what it has
/// shown in this life, on which it may not go back.
final class SimulatedServer implements SimulatedPeer {
  private static final long TICK_NANOS = 1_000_000_000L;

  private final SimulatedWorld world;
  private final NodeSettings settings;
  private final long clockOffsetNanos;
  private final Map<String, SimulatedPeer> peers = new LinkedHashMap<>();
  private final Map<String, SimulatedPath> paths = new LinkedHashMap<>();
  private final List<SimulatedLink> links = new ArrayList<>();
  private final Map<String, AtText> shown = new LinkedHashMap<>();
  private InMemoryServer server;
  private boolean running;
  private int life;
  private int complaints;

  SimulatedServer(SimulatedWorld world, NodeSettings settings, long clockOffsetNanos) {
    this.world = world;
    this.settings = settings;
    this.clockOffsetNanos = clockOffsetNanos;
    server = new InMemoryServer(settings, this::tell);
  }

  void join(SimulatedPeer peer, SimulatedPath path) {
    peers.put(peer.name(), peer);
    paths.put(peer.name(), path);
    path.onCut(() -> brokenTo(peer.name()));
  }

  void start() {
    running = true;
    server = new InMemoryServer(settings, this::tell);
    world.note(name(), "starts");
    for (int i = 0; i < settings.neighbours().size(); i++) {
      NeighbourSettings neighbour = settings.neighbours().get(i);
      SimulatedPeer peer = peers.get(neighbour.name());
      SimulatedPath path = paths.get(neighbour.name());
      if (peer == null || path == null) {
        throw new IllegalStateException("no way to " + neighbour.name());
      }
      SimulatedLink link = new SimulatedLink(world, server, i, peer, path);
      links.add(link);
      link.connectSoon();
    }
    tick(life);
  }

  /// Dies and forgets all. Every connection ends.
  void stop() {
    world.note(name(), "stops");
    running = false;
    life++;
    links.forEach(SimulatedLink::forget);
    links.clear();
    shown.clear();
    for (SimulatedPeer peer : peers.values()) {
      if (peer instanceof SimulatedServer other) {
        other.brokenTo(name());
      }
    }
  }

  private void brokenTo(String neighbour) {
    if (running) {
      links.get(server.neighbour(neighbour)).broken();
    }
  }

  private void tell(int neighbour) {
    links.get(neighbour).drainSoon();
  }

  private void tick(int ofLife) {
    if (ofLife == life) {
      server.node().tick(clockNanos());
      requireBounds();
      world.after(TICK_NANOS, () -> tick(ofLife));
    }
  }

  private void requireBounds() {
    NodeStatus status = server.node().status();
    for (NeighbourStatus neighbour : status.neighbours()) {
      if (neighbour.pending() > 2 * status.clients()) {
        throw new AssertionError(name() + " has more to tell than twice what it knows: " + status);
      }
    }
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// The time that this server believes.
  long clockNanos() {
    return world.nowNanos() + clockOffsetNanos;
  }

  @Override
  public SimulatedStream.Inlet accept() {
    InMemoryServer.Connection connection = server.new Connection(true);
    int ofLife = life;
    return bytes -> ofLife == life && running ? read(connection, bytes) : "";
  }

  private String read(InMemoryServer.Connection connection, String bytes) {
    world.note(name(), "hears " + bytes);
    String answer = connection.read(bytes, clockNanos());
    complaints += (int) answer.lines().filter(line -> line.startsWith("?")).count();
    return answer;
  }

  /// Sends lines as a client of its own connection does, in two pieces.
  String ask(String lines) {
    SimulatedStream.Inlet inlet = accept();
    int split = world.chance().between(0, lines.length());
    return inlet.read(lines.substring(0, split)) + inlet.read(lines.substring(split));
  }

  /// In this life it has shown this report, so it knows at least that.
  void hasShown(AtText report) {
    shown.merge(report.client(), report, (known, now) -> known.compareTo(now) < 0 ? now : known);
  }

  Map<String, AtText> shown() {
    return shown;
  }

  /// Lines of ours that began with a question mark.
  int complaints() {
    return complaints;
  }

  boolean isJoined() {
    return running && links.stream().allMatch(SimulatedLink::isUp);
  }

  NodeStatus status() {
    return server.node().status();
  }
}
