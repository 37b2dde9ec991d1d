package org.placeherd.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.placeherd.node.Spread;

/// What a report costs in messages, counted in herds in which all is well. `docs/reliability.md` has
/// the table.
class FloodCostTest {
  private static final DocumentTable TABLE =
      new DocumentTable("| graph | servers | links | rule | reports an update | words an update |");
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX_EVENTS = 10_000_000;
  private static final int UPDATES = 20;

  /// So many updates, from all over the herd, and links that are no part of the tree have left it.
  private static final int UPDATES_BEFORE = 50;

  @Test
  void theTableOfCosts() throws IOException {
    List<String> rows = new ArrayList<>();
    HerdGraph paper = HerdGraph.ofThePaper();
    HerdGraph mesh = HerdGraph.mesh(16);
    HerdGraph overlay = HerdGraph.regular(50, 6, 1);
    rows.add(row("the paper's five", paper));
    rows.add(row("mesh of 16", mesh));
    rows.add(row("mesh of 16", mesh.with(Spread.ONE_HOP)));
    rows.add(row("6-regular overlay of 50", overlay));
    rows.add(row("6-regular overlay of 50", overlay.with(Spread.TREE)));
    TABLE.requireRows(rows, FloodCostTest.class, UnaryOperator.identity());
  }

  private static String row(String name, HerdGraph graph) {
    SimulatedWorld world = new SimulatedWorld(1, false, MAX_EVENTS);
    SimulatedClients clients = new SimulatedClients(world);
    SimulatedHerd herd = new SimulatedHerd(world, graph, List.of(), true, true);
    herd.start();
    world.run(10 * SECOND);
    update(world, herd, clients, UPDATES_BEFORE);
    long reports = world.told("AT");
    long words = world.told("HAVE");
    update(world, herd, clients, UPDATES);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %s | %.1f | %.1f |",
        name,
        graph.servers().size(),
        graph.links().size(),
        rule(graph.spread()),
        (world.told("AT") - reports) / (double) UPDATES,
        (world.told("HAVE") - words) / (double) UPDATES);
  }

  private static String rule(Spread spread) {
    return switch (spread) {
      case FLOOD -> "flood";
      case ONE_HOP -> "one hop";
      case TREE -> "tree";
    };
  }

  private static void update(
      SimulatedWorld world, SimulatedHerd herd, SimulatedClients clients, int times) {
    for (int i = 0; i < times; i++) {
      clients.sayNow(world.chance().of(herd.servers()), "kiwi");
      world.run(3 * SECOND);
    }
  }
}
