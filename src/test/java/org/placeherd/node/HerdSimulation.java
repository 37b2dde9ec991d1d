package org.placeherd.node;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// One history of a herd from one seed: a quiet start, a bad while with cuts, restarts and wrong
/// clocks, then peace; and at the end all servers must agree.
final class HerdSimulation {
  private static final List<String> SERVERS =
      List.of("Alford", "Bolden", "Hamilton", "Parker", "Welsh", "Ball", "Holiday");
  private static final long SECOND = 1_000_000_000L;
  private static final long START_NANOS = 10 * SECOND;

  /// Longer than the furthest two clocks are apart, and than the slowest way takes.
  private static final long PEACE_NANOS = 120 * SECOND;

  private static final int TROUBLE_MILLIS = 30_000;
  private static final int MOST_CUTS = 12;
  private static final int MOST_RESTARTS = 4;
  private static final int MOST_LINES = 60;
  private static final int MOST_DOWN_MILLIS = 6_000;

  private final SimulatedWorld world;
  private final Chance chance;
  private final SimulatedClients clients;
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final List<SimulatedPath> paths = new ArrayList<>();
  private final Optional<OldStyleServer> lake;
  private int links;

  HerdSimulation(long seed, boolean verbose) {
    world = new SimulatedWorld(seed, verbose);
    chance = world.chance();
    clients = new SimulatedClients(world);
    lake = chance.percent(40) ? Optional.of(new OldStyleServer(world, "Lake")) : Optional.empty();
  }

  /// Runs it all.
  ///
  /// @return the trace, the same for the same seed
  /// @throws AssertionError if a checker found something
  long run() {
    build();
    world.run(START_NANOS);
    requireJoined();
    requireExactFlood();
    plan();
    world.run(TROUBLE_MILLIS * 1_000_000L);
    paths.forEach(SimulatedPath::restore);
    world.run(PEACE_NANOS);
    requireJoined();
    requireBoundedFlood();
    requireAgreement();
    requireFewComplaints();
    return world.trace();
  }

  private void build() {
    int count = chance.between(3, SERVERS.size());
    Set<List<Integer>> pairs = pairs(count);
    Set<Integer> besideLake = new LinkedHashSet<>();
    if (lake.isPresent()) {
      besideLake.add(chance.between(0, count - 1));
      besideLake.add(chance.between(0, count - 1));
    }
    links = pairs.size();
    for (int i = 0; i < count; i++) {
      servers.add(new SimulatedServer(world, settings(i, pairs, besideLake), clockOffset()));
    }
    for (List<Integer> pair : pairs) {
      SimulatedServer one = servers.get(pair.getFirst());
      SimulatedServer other = servers.get(pair.getLast());
      SimulatedPath path = newPath();
      one.join(other, path);
      other.join(one, path);
    }
    lake.ifPresent(peer -> besideLake.forEach(i -> joinLake(peer, servers.get(i))));
    servers.forEach(SimulatedServer::start);
  }

  private void joinLake(OldStyleServer peer, SimulatedServer server) {
    SimulatedPath path = newPath();
    server.join(peer, path);
    peer.join(server, path);
  }

  private SimulatedPath newPath() {
    SimulatedPath path = new SimulatedPath(world);
    paths.add(path);
    return path;
  }

  /// A connected graph: each server with one before it, and some more links.
  private Set<List<Integer>> pairs(int count) {
    Set<List<Integer>> pairs = new LinkedHashSet<>();
    int more = chance.of(List.of(0, 20, 60));
    for (int i = 1; i < count; i++) {
      pairs.add(List.of(chance.between(0, i - 1), i));
      for (int j = 0; j < i; j++) {
        if (chance.percent(more)) {
          pairs.add(List.of(j, i));
        }
      }
    }
    return pairs;
  }

  private NodeSettings settings(int number, Set<List<Integer>> pairs, Set<Integer> besideLake) {
    List<NeighbourSettings> neighbours = new ArrayList<>();
    for (List<Integer> pair : pairs) {
      if (pair.contains(number)) {
        int other = pair.getFirst() == number ? pair.getLast() : pair.getFirst();
        neighbours.add(new NeighbourSettings(SERVERS.get(other), ExtraFields.NONE, false));
      }
    }
    if (besideLake.contains(number)) {
      lake.ifPresent(
          l -> neighbours.add(new NeighbourSettings(l.name(), l.extra(), l.carriageReturn())));
    }
    return new NodeSettings(
        SERVERS.get(number),
        neighbours,
        NodeSettings.DEFAULT_TOLERANCE_NANOS,
        StaleReply.LITERAL,
        Limits.DEFAULT,
        new HashKey(1, 2));
  }

  /// Most clocks are nearly right, some a few seconds off, some beyond what is believed.
  private long clockOffset() {
    int kind = chance.between(0, 99);
    int most = kind < 60 ? 20 : kind < 80 ? 8_000 : 40_000;
    return chance.millis(-most, most);
  }

  /// On a graph of E links and N servers, a single update costs 2E − (N − 1) messages.
  private void requireExactFlood() {
    if (lake.isPresent()) {
      return;
    }
    long cost = costOf("first");
    long right = 2L * links - (servers.size() - 1);
    if (cost != right) {
      throw new AssertionError("a flood took " + cost + " messages, not " + right);
    }
  }

  /// After troubles a neighbour may be told what it told us: 2E at most.
  private void requireBoundedFlood() {
    long cost = costOf("last");
    if (lake.isEmpty() && cost > 2L * links) {
      throw new AssertionError("a flood took " + cost + " messages, more than " + 2L * links);
    }
  }

  private long costOf(String client) {
    long before = told();
    clients.sayNow(chance.of(servers), client);
    world.run(PEACE_NANOS);
    return told() - before;
  }

  private long told() {
    return servers.stream()
        .flatMap(server -> server.status().neighbours().stream())
        .mapToLong(NodeStatus.NeighbourStatus::told)
        .sum();
  }

  /// The bad while.
  private void plan() {
    for (int i = chance.between(1, MOST_LINES); i > 0; i--) {
      soon(() -> clients.say(chance.of(servers)));
      soon(() -> clients.askSomething(chance.of(servers)));
    }
    for (int i = chance.between(0, 5); i > 0; i--) {
      soon(() -> clients.babble(chance.of(servers)));
      lake.ifPresent(l -> soon(() -> l.hear(clients.report())));
    }
    for (int i = chance.between(0, MOST_CUTS); i > 0; i--) {
      soon(() -> chance.of(paths).cut());
      soon(() -> chance.of(paths).restore());
    }
    for (int i = chance.between(0, MOST_RESTARTS); i > 0; i--) {
      soon(() -> restart(chance.of(servers)));
    }
  }

  private void soon(Runnable action) {
    world.after(chance.millis(0, TROUBLE_MILLIS), action);
  }

  private void restart(SimulatedServer server) {
    if (server.isRunning()) {
      server.stop();
      world.after(chance.millis(0, MOST_DOWN_MILLIS), server::start);
    }
  }

  private void requireJoined() {
    for (SimulatedServer server : servers) {
      boolean quiet = server.status().neighbours().stream().allMatch(n -> n.pending() == 0);
      if (!server.isJoined() || !quiet || server.status().held() > 0) {
        throw new AssertionError(server.name() + " is not at rest: " + server.status());
      }
    }
  }

  /// All say the same, and nothing less than what any of them has shown since it last started.
  private void requireAgreement() {
    List<String> names = new ArrayList<>(clients.names());
    names.add("first");
    names.add("last");
    for (String name : names) {
      Set<String> answers = new LinkedHashSet<>();
      servers.forEach(server -> answers.add(clients.whereIs(server, name)));
      if (answers.size() > 1) {
        throw new AssertionError("servers disagree about " + name + ": " + answers);
      }
      for (SimulatedServer server : servers) {
        AtText shown = server.shown().get(name);
        String answer = answers.iterator().next();
        if (shown != null && AtText.of(answer).compareTo(shown) < 0) {
          throw new AssertionError("'" + shown + "' lost against '" + answer + "'");
        }
      }
    }
  }

  /// A question mark for each line that was sent, at most.
  private void requireFewComplaints() {
    int sent = clients.linesSent() + lake.map(OldStyleServer::linesToPeers).orElse(0);
    int complaints = servers.stream().mapToInt(SimulatedServer::complaints).sum();
    if (complaints > sent) {
      throw new AssertionError(complaints + " complaints about " + sent + " lines");
    }
  }
}
