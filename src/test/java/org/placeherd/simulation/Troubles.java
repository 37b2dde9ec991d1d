package org.placeherd.simulation;

import java.util.List;
import org.placeherd.simulation.SimulatedServer.Ending;

/// Thirty bad seconds, as chance has it. All that is planned here happens at some time in them.
final class Troubles {
  /// How long they last.
  static final int MILLIS = 30_000;

  private static final int MOST_LINES = 60;
  private static final int MOST_BABBLE = 5;
  private static final int MOST_DELETIONS = 6;
  private static final int MOST_CUTS = 12;
  private static final int MOST_LOSSES = 4;
  private static final int MOST_BREAKS = 4;
  private static final int MOST_RESTARTS = 4;
  private static final int MOST_SNAPSHOTS = 2;
  private static final int MOST_STORMS = 3;
  private static final int MOST_CLOCKS = 2;
  private static final int MOST_DISKS = 4;
  private static final int MOST_AT_ONCE = 5;
  private static final int MOST_AGAIN_MILLIS = 8_000;
  private static final int MOST_LOOK_MILLIS = 200;
  private static final int MOST_BETWEEN_MILLIS = 300;

  private final SimulatedWorld world;
  private final Chance chance;
  private final long endNanos;
  private final SimulatedHerd herd;
  private final SimulatedClients clients;

  Troubles(SimulatedWorld world, SimulatedHerd herd, SimulatedClients clients) {
    this.world = world;
    this.herd = herd;
    this.clients = clients;
    chance = world.chance();
    endNanos = world.nowNanos() + MILLIS * 1_000_000L;
  }

  void plan() {
    List<SimulatedServer> servers = herd.servers();
    List<SimulatedPath> paths = herd.paths();
    times(chance.between(1, MOST_LINES), () -> clients.say(chance.of(servers)));
    times(chance.between(1, MOST_LINES), () -> clients.askSomething(chance.of(servers)));
    times(chance.between(0, MOST_BABBLE), () -> clients.babble(chance.of(servers)));
    times(chance.between(0, MOST_BABBLE), () -> clients.askAll(chance.of(servers)));
    times(chance.between(0, MOST_DELETIONS), () -> clients.forget(chance.of(servers)));
    for (OldStyleServer peer : herd.oldStyle()) {
      times(chance.between(0, MOST_BABBLE), () -> peer.hear(clients.report()));
    }
    int cuts = chance.between(0, MOST_CUTS);
    times(cuts, () -> chance.of(paths).cut());
    times(cuts, () -> chance.of(paths).restore());
    int losses = chance.between(0, MOST_LOSSES);
    times(losses, () -> chance.of(paths).lose());
    times(losses, () -> chance.of(paths).restore());
    times(chance.between(0, MOST_BREAKS), () -> chance.of(paths).reset());
    times(chance.between(0, MOST_BREAKS), () -> chance.of(paths).forgetConnections());
    times(chance.between(0, MOST_RESTARTS), () -> restart(chance.of(servers)));
    times(chance.between(0, MOST_RESTARTS), () -> restartBehindAnAnswer(chance.of(servers)));
    times(chance.between(0, MOST_SNAPSHOTS), () -> losePowerInASnapshot(chance.of(servers)));
    if (chance.percent(20)) {
      times(chance.between(1, MOST_STORMS), this::restartMany);
    }
    times(chance.between(0, MOST_CLOCKS), () -> setClock(chance.of(servers)));
    if (chance.percent(40)) {
      times(chance.between(1, MOST_DISKS), () -> chance.of(servers).disk().copy());
      times(chance.between(1, MOST_DISKS), () -> harmDisk(chance.of(servers)));
    }
  }

  private void times(int count, Runnable action) {
    for (int i = 0; i < count; i++) {
      world.after(chance.millis(0, MILLIS), action);
    }
  }

  private void restart(SimulatedServer server) {
    restart(server, chance.of(List.of(Ending.values())));
  }

  private void restart(SimulatedServer server, Ending how) {
    server.restart(
        how,
        () -> {
          if (chance.percent(20)) {
            setClock(server);
          }
          if (chance.percent(30)) {
            world.after(chance.millis(0, MOST_AGAIN_MILLIS), () -> endAgain(server));
          }
        });
  }

  /// Soon after it has ended it ends again, perhaps having said something between.
  private void endAgain(SimulatedServer server) {
    clients.askAll(server);
    world.after(
        chance.millis(0, MOST_BETWEEN_MILLIS),
        () -> {
          if (!isOver()) {
            restart(server);
          }
        });
  }

  /// The power fails while the server writes a snapshot, whenever it does so.
  private void losePowerInASnapshot(SimulatedServer server) {
    if (server.isWritingSnapshot()) {
      restart(server, Ending.POWER_LOST);
    } else if (!isOver()) {
      world.after(chance.millis(0, MOST_LOOK_MILLIS), () -> losePowerInASnapshot(server));
    }
  }

  private Ending crash() {
    return chance.of(List.of(Ending.KILLED, Ending.POWER_LOST));
  }

  private void setClock(SimulatedServer server) {
    if (!isOver()) {
      server.clock().set();
    }
  }

  private boolean isOver() {
    return world.nowNanos() > endNanos;
  }

  private void harmDisk(SimulatedServer server) {
    switch (chance.between(0, 3)) {
      case 0 -> server.disk().fail();
      case 1 -> {
        server.disk().fill();
        world.after(chance.millis(0, MILLIS), server.disk()::repair);
      }
      case 2 -> loseMemory(server, server.disk()::replace);
      default -> loseMemory(server, server.disk()::rot);
    }
  }

  /// What the server knew counts only where others have said that they know it.
  private void loseMemory(SimulatedServer server, Runnable harm) {
    if (server.isRunning()) {
      clients.askOthers(server, herd.servers());
      server.restart(
          chance.of(List.of(Ending.values())),
          () -> {
            server.loseMemory();
            harm.run();
          });
    }
  }

  /// Clients report, and as soon as one of them has its answer the server ends.
  private void restartBehindAnAnswer(SimulatedServer server) {
    for (int i = chance.between(0, MOST_AT_ONCE); i > 0; i--) {
      world.after(
          chance.millis(0, MOST_BETWEEN_MILLIS),
          () -> clients.say(server, () -> world.after(0, () -> restart(server, crash()))));
    }
  }

  /// A storm: most of them at once.
  private void restartMany() {
    int percent = chance.of(List.of(50, 80, 100));
    Ending how = chance.of(List.of(Ending.values()));
    herd.servers().stream()
        .filter(_ -> chance.percent(percent))
        .forEach(server -> restart(server, how));
  }
}
