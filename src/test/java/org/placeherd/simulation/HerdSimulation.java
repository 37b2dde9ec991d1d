package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.placeherd.node.AtText;
import org.placeherd.node.Spread;

/// One history of a herd from one seed: a quiet start, a bad while, then peace; and at the end all
/// servers must agree.
final class HerdSimulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long START_NANOS = 30 * SECOND;

  /// How long a report takes to get everywhere in a herd that is well, at most. Less than it takes
  /// until servers compare, which would find it, too.
  private static final long FLOOD_NANOS = 8 * SECOND;

  /// How long it takes until a broken link is noticed.
  private static final long NOTICE_NANOS = 2 * SECOND;

  /// The same where clocks may be wrong: a report may be held for as long as they are apart.
  private static final long HELD_FLOOD_NANOS = 60 * SECOND;

  /// Longer than that, and than any dead connection stays unnoticed before.
  private static final long PEACE_NANOS = 100 * SECOND;

  private static final long ANSWERS_NANOS = 5 * SECOND;

  private static final int MOST_SERVERS = 7;
  private static final int MOST_SERVERS_OF_A_LARGE_HERD = 50;

  private final SimulatedWorld world;
  private final Chance chance;
  private final SimulatedClients clients;
  private final SimulatedHerd herd;

  HerdSimulation(long seed, boolean verbose) {
    world = new SimulatedWorld(seed, verbose);
    chance = world.chance();
    clients = new SimulatedClients(world);
    herd = new SimulatedHerd(world, graph(), oldStyle(), chance.percent(40), chance.percent(85));
  }

  private HerdGraph graph() {
    int count = chance.between(3, MOST_SERVERS);
    if (chance.percent(1)) {
      count = chance.between(MOST_SERVERS, MOST_SERVERS_OF_A_LARGE_HERD);
      return HerdGraph.connected(count, 4, chance).with(Spread.TREE);
    }
    if (chance.percent(30)) {
      return HerdGraph.mesh(count).with(chance.percent(80) ? Spread.ONE_HOP : Spread.TREE);
    }
    return HerdGraph.connected(count, chance.of(List.of(0, 20, 60)), chance)
        .with(chance.percent(40) ? Spread.TREE : Spread.FLOOD);
  }

  private List<OldStyleServer> oldStyle() {
    List<OldStyleServer> peers = new ArrayList<>();
    for (String name : List.of("Lake", "Pond")) {
      if (chance.percent(25)) {
        peers.add(new OldStyleServer(world, name));
      }
    }
    return peers;
  }

  /// Runs it all.
  ///
  /// @return the trace, the same for the same seed
  /// @throws Finding if a checker found something
  long run() {
    herd.start();
    world.run(START_NANOS);
    herd.requireAtRest();
    if (herd.isCalm()) {
      requireExactFlood();
      requireDetour();
    }
    new Troubles(world, herd, clients).plan();
    world.run(Troubles.MILLIS * 1_000_000L);
    herd.heal();
    world.run(PEACE_NANOS);
    herd.requireAtRest();
    requireBoundedFlood();
    requireOldStyleServersTold();
    requireAgreement();
    if (chance.percent(20)) {
      loseAllPower();
      requireAgreement();
    }
    requireFewComplaints();
    return world.trace();
  }

  /// Old-style servers get a fresh report if they listen, whatever they make of it.
  private void requireOldStyleServersTold() {
    for (OldStyleServer peer : herd.oldStyle()) {
      if (peer.isReading() && !peer.knows("last")) {
        throw Checker.UNTOLD.found(peer.name() + " has not heard of the last report");
      }
    }
  }

  /// All machines lose their power at once; what was said has to be on their disks.
  private void loseAllPower() {
    herd.servers().forEach(server -> server.restart(SimulatedServer.Ending.POWER_LOST, () -> {}));
    world.run(PEACE_NANOS);
    herd.requireAtRest();
  }

  /// The first report of a herd in which all is well takes as many messages as its graph says.
  private void requireExactFlood() {
    long cost = costOf("first", FLOOD_NANOS);
    int others = herd.servers().size() - 1;
    int flood = 2 * herd.graph().links().size() - others;
    boolean right =
        switch (herd.graph().spread()) {
          case FLOOD -> cost == flood;
          case ONE_HOP -> cost == others;
          case TREE -> cost >= others && cost <= flood; // the links outside the tree leave it now
        };
    if (!right && herd.oldStyle().isEmpty()) {
      throw Checker.BUDGET.found("a flood of " + herd.graph() + " took " + cost + " messages");
    }
  }

  /// While a link is down that others can stand for, a report of one of its ends reaches the other.
  private void requireDetour() {
    List<HerdGraph.Link> spare = herd.graph().spareLinks();
    if (spare.isEmpty()) {
      return;
    }
    HerdGraph.Link link = chance.of(spare);
    herd.path(link).cut();
    world.run(NOTICE_NANOS);
    clients.sayNow(herd.servers().get(link.one()), "detour");
    world.run(FLOOD_NANOS);
    requireEverywhere("detour");
    herd.path(link).restore();
  }

  private void requireEverywhere(String client) {
    List<String> answers = new ArrayList<>();
    herd.servers().forEach(server -> clients.whereIs(server, client, answers::add));
    world.run(ANSWERS_NANOS);
    if (answers.size() < herd.servers().size() || Set.copyOf(answers).size() > 1) {
      throw Checker.LATE.found(client + " is not the same everywhere yet: " + answers);
    }
  }

  /// After troubles a neighbour may be told what it told us: twice over each link at most. Where
  /// clocks are wrong or ways slow, a comparison may find it, too, before the flood has come.
  private void requireBoundedFlood() {
    long cost = costOf("last", herd.isCalm() ? FLOOD_NANOS : HELD_FLOOD_NANOS);
    if (herd.isCalm()) {
      requireEverywhere("last");
    }
    int most = 4 * herd.graph().links().size();
    if (cost > most && herd.oldStyle().isEmpty()) {
      throw Checker.BUDGET.found("a flood took " + cost + " messages, more than " + most);
    }
  }

  private long costOf(String client, long nanos) {
    long before = herd.told();
    clients.sayNow(chance.of(herd.servers()), client);
    world.run(nanos);
    return herd.told() - before;
  }

  /// All say the same, and nothing less than what any of them has shown.
  private void requireAgreement() {
    List<String> names = new ArrayList<>(clients.names());
    names.addAll(List.of("first", "detour", "last"));
    Map<String, List<String>> answers = ask(names);
    if (answers.entrySet().stream().anyMatch(each -> isOutOfDate(each.getValue(), each.getKey()))) {
      // A report of an old-style server came late, behind the answers; now it is everywhere.
      answers.clear();
      answers.putAll(ask(names));
    }
    answers.forEach(this::requireAgreement);
    names.forEach(this::requireTelemetry);
  }

  private Map<String, List<String>> ask(List<String> names) {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    for (String name : names) {
      List<String> about = answers.computeIfAbsent(name, _ -> new ArrayList<>());
      herd.servers().forEach(server -> clients.whereIs(server, name, about::add));
    }
    world.run(ANSWERS_NANOS);
    return answers;
  }

  private boolean isOutOfDate(List<String> answers, String client) {
    Optional<String> line = herd.servers().getFirst().line(client);
    String right = answerOf(line.map(world.said()::require));
    return answers.stream().anyMatch(answer -> !answer.equals(right));
  }

  private static String answerOf(Optional<AtText> known) {
    return known
        .filter(line -> !line.isGone())
        .map(AtText::toString)
        .orElse(SimulatedClients.NOTHING);
  }

  /// All know with a report what its client told with it. But where its server has forgotten the
  /// report before it was safe, or has lost its disk, what is left may have gone over links of old
  /// style, as every link is while HELLO is not answered; and then nothing is behind it.
  private void requireTelemetry(String client) {
    String line = herd.servers().getFirst().line(client).orElse("");
    if (line.isEmpty() || AtText.of(line).isGone()) {
      return;
    }
    AtText report = AtText.of(line);
    String told = line.substring(report.toString().length());
    boolean mayBeNone =
        told.isEmpty() && herd.servers().stream().noneMatch(s -> s.hasAcknowledged(report));
    if (!mayBeNone && !told.equals(SaidTelemetry.behind(SaidReports.iamat(report)))) {
      throw Checker.TELEMETRY.found("nobody told this of " + client + ": " + line);
    }
  }

  private void requireAgreement(String client, List<String> answers) {
    if (answers.size() < herd.servers().size()) {
      throw Checker.REPLY.found("not all servers answer about " + client + ": " + answers);
    }
    if (Set.copyOf(answers).size() > 1) {
      throw Checker.DISAGREEMENT.found("servers disagree about " + client + ": " + answers);
    }
    Optional<AtText> known = requireSameLines(client);
    if (!answers.getFirst().equals(answerOf(known))) {
      throw Checker.REPLY.found("all know " + known + " and say '" + answers.getFirst() + "'");
    }
    for (SimulatedServer server : herd.servers()) {
      requireNoLess(known, server.shown().get(client));
      requireNoLess(known, server.kept().get(client));
    }
  }

  /// All know the same of a client, be it telemetry or that it was deleted, which no answer shows.
  private Optional<AtText> requireSameLines(String client) {
    Map<String, Optional<String>> lines = new LinkedHashMap<>();
    herd.servers().forEach(server -> lines.put(server.name(), server.line(client)));
    if (Set.copyOf(lines.values()).size() > 1) {
      throw Checker.DISAGREEMENT.found("servers disagree about " + client + ": " + lines);
    }
    return lines.values().iterator().next().map(line -> world.said().require(line));
  }

  private static void requireNoLess(Optional<AtText> known, @Nullable AtText shown) {
    if (shown != null && (known.isEmpty() || known.get().compareTo(shown) < 0)) {
      throw Checker.LOST.found("'" + shown + "' lost against '" + known + "'");
    }
  }

  /// A question mark for each line that was sent, at most.
  private void requireFewComplaints() {
    int sent = clients.linesSent();
    for (OldStyleServer peer : herd.oldStyle()) {
      sent += peer.linesToPeers();
    }
    int complaints = herd.servers().stream().mapToInt(SimulatedServer::complaints).sum();
    if (complaints > sent) {
      throw Checker.COMPLAINTS.found(complaints + " complaints about " + sent + " lines");
    }
  }
}
