package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.placeherd.node.AtText;
import org.placeherd.node.InMemoryServer;
import org.placeherd.node.NodeSettings;
import org.placeherd.node.NodeStatus;
import org.placeherd.node.NodeStatus.NeighbourStatus;

/// One of our servers through all its lives: a real node, its links and its clock, and what it has
/// shown, on which it may not go back.
final class SimulatedServer implements SimulatedPeer {
  private static final long TICK_NANOS = 1_000_000_000L;
  private static final int TICKS_A_COMPARISON = 10;

  private final SimulatedWorld world;
  private final NodeSettings settings;
  private final SimulatedClock clock;
  private final Map<String, SimulatedPeer> peers = new LinkedHashMap<>();
  private final Map<String, SimulatedPath> paths = new LinkedHashMap<>();
  private final List<SimulatedLink> links = new ArrayList<>();
  private final Map<String, AtText> shown = new LinkedHashMap<>();
  private InMemoryServer server;
  private boolean running;
  private int life;
  private int ticks;
  private int complaints;

  /// @param calm whether its clock is right, at first
  SimulatedServer(SimulatedWorld world, NodeSettings settings, boolean calm) {
    this.world = world;
    this.settings = settings;
    clock = new SimulatedClock(world);
    if (!calm) {
      clock.set();
    }
    server = new InMemoryServer(settings, new Surroundings());
  }

  void join(SimulatedPeer peer, SimulatedPath path) {
    peers.put(peer.name(), peer);
    paths.put(peer.name(), path);
    path.whenBroken(how -> broken(peer.name(), how));
  }

  void start() {
    running = true;
    server = new InMemoryServer(settings, new Surroundings());
    world.note(name(), "starts");
    for (int i = 0; i < settings.neighbours().size(); i++) {
      String neighbour = settings.neighbours().get(i).name();
      SimulatedPeer peer = Objects.requireNonNull(peers.get(neighbour), neighbour);
      SimulatedPath path = Objects.requireNonNull(paths.get(neighbour), neighbour);
      SimulatedLink link = new SimulatedLink(world, server, i, peer, path);
      links.add(link);
      link.connectSoon();
    }
    tick(life);
  }

  /// Dies and forgets all. Every connection ends.
  ///
  /// @param how whether the others are told, as they are when a process dies and its machine lives
  void stop(SimulatedPath.Break how) {
    world.note(name(), "stops");
    running = false;
    life++;
    links.forEach(SimulatedLink::forget);
    links.clear();
    shown.clear();
    for (SimulatedPeer peer : peers.values()) {
      if (peer instanceof SimulatedServer other) {
        other.broken(name(), how);
      }
    }
  }

  private void broken(String neighbour, SimulatedPath.Break how) {
    if (running) {
      links.get(server.neighbour(neighbour)).broken(how);
    }
  }

  private final class Surroundings implements InMemoryServer.Surroundings {
    @Override
    public void tell(int neighbour) {
      links.get(neighbour).drainSoon();
    }

    @Override
    public void greeted(String name) {
      for (int i = 0; i < links.size(); i++) {
        if (settings.neighbours().get(i).name().equals(name)) {
          links.get(i).otherEndIsOurs();
        }
      }
    }
  }

  private void tick(int ofLife) {
    if (ofLife == life) {
      server.node().tick(clock.nowNanos());
      if (++ticks % TICKS_A_COMPARISON == 0 && !links.isEmpty()) {
        server.node().compare(world.chance().between(0, links.size() - 1), clock.nowNanos());
      }
      links.forEach(SimulatedLink::tick);
      requireBounds();
      world.after(TICK_NANOS, () -> tick(ofLife));
    }
  }

  private void requireBounds() {
    NodeStatus status = server.node().status();
    for (NeighbourStatus neighbour : status.neighbours()) {
      if (neighbour.pending() > 2 * status.clients()) {
        throw Checker.MEMORY.found(
            name() + " has more to tell than twice what it knows: " + status);
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

  SimulatedClock clock() {
    return clock;
  }

  @Override
  public SimulatedStream.Inlet accept(SimulatedStream stream) {
    return new Accepted(stream::answer);
  }

  /// One connection that somebody opened to this server; ends with the life of the server.
  private final class Accepted implements SimulatedStream.Inlet {
    private final InMemoryServer.Connection connection = server.new Connection(true);
    private final int ofLife = life;
    private final Consumer<String> answers;

    Accepted(Consumer<String> answers) {
      this.answers = answers;
    }

    @Override
    public void read(String bytes) {
      if (ofLife == life) {
        world.note(name(), "hears " + bytes);
        answer(connection.read(bytes, clock.nowNanos()));
      }
    }

    @Override
    public void endInput() {
      if (ofLife == life) {
        answer(connection.endInput(clock.nowNanos()));
      }
    }

    private void answer(String answer) {
      if (!answer.isEmpty()) {
        complaints += complaintsIn(answer);
        answers.accept(answer);
      }
    }
  }

  private static int complaintsIn(String answer) {
    int count = 0;
    for (int from = 0; from < answer.length(); from = answer.indexOf('\n', from) + 1) {
      count += answer.charAt(from) == '?' ? 1 : 0;
    }
    return count;
  }

  /// Sends a line as a client of its own connection does, in two pieces.
  ///
  /// @param answer what to do with the answer, all of it at once
  void ask(String line, Consumer<String> answer) {
    StringBuilder all = new StringBuilder();
    Accepted connection = new Accepted(all::append);
    int split = world.chance().between(0, line.length());
    connection.read(line.substring(0, split));
    connection.read(line.substring(split) + "\n");
    answer.accept(all.toString());
  }

  /// It has shown this report, so it knows at least that.
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

  NodeStatus status() {
    return server.node().status();
  }
}
