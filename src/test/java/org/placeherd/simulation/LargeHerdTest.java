package org.placeherd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.placeherd.node.Spread;

/// Five hundred servers on an overlay of six links each, of which some lose their power.
class LargeHerdTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int SERVERS = 500;
  private static final int DEGREE = 6;
  private static final int REPORTS = 10;
  private static final int PERCENT_LOST = 10;
  private static final int MAX_EVENTS = 20_000_000;

  private final SimulatedWorld world = new SimulatedWorld(1, false, MAX_EVENTS);
  private final SimulatedClients clients = new SimulatedClients(world);
  private final SimulatedHerd herd =
      new SimulatedHerd(
          world, HerdGraph.regular(SERVERS, DEGREE, 1).with(Spread.TREE), List.of(), true, true);

  @Test
  void fiveHundredServersAgree() {
    herd.start();
    world.run(5 * SECOND);
    herd.requireAtRest();
    report("before");
    requireEverywhere("before");
    for (SimulatedServer server : herd.servers()) {
      if (world.chance().percent(PERCENT_LOST)) {
        server.restart(SimulatedServer.Ending.POWER_LOST, () -> {});
      }
    }
    report("during");
    world.run(60 * SECOND);
    report("after");
    world.run(5 * SECOND);
    herd.requireAtRest();
    requireEverywhere("before");
    requireEverywhere("during");
    requireEverywhere("after");
    long reports = world.told("AT");
    report("in the end");
    assertThat(world.told("AT") - reports)
        .as("messages for a report once there is a tree, and those that take it down to one")
        .isBetween((SERVERS - 1L) * REPORTS, 2L * (SERVERS - 1) * REPORTS);
  }

  private void report(String client) {
    for (int i = 0; i < REPORTS; i++) {
      SimulatedServer server = world.chance().of(herd.servers());
      if (server.isRunning()) {
        clients.sayNow(server, client.replace(' ', '-'));
      }
      world.run(2 * SECOND);
    }
  }

  private void requireEverywhere(String client) {
    List<String> answers = new ArrayList<>();
    herd.servers().forEach(server -> clients.whereIs(server, client, answers::add));
    world.run(2 * SECOND);
    assertThat(answers).hasSize(SERVERS);
    assertThat(answers).as("what %d servers say", SERVERS).containsOnly(answers.getFirst());
    assertThat(answers.getFirst()).startsWith("AT ");
  }
}
