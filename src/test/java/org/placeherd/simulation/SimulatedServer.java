package org.placeherd.simulation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.placeherd.journal.JournalException;
import org.placeherd.node.AtText;
import org.placeherd.node.NodeSettings;
import org.placeherd.node.NodeStatus;
import org.placeherd.node.Outcome;

/// One of our servers through all its lives: its machine with clock and disk, and what it has to
/// know because it has said so.
final class SimulatedServer implements SimulatedPeer {
  private static final int MOST_DOWN_MILLIS = 6_000;

  /// How a life ends.
  enum Ending {
    /// The process is killed; its machine lives.
    KILLED,
    /// The machine loses its power.
    POWER_LOST,
    /// The process is asked to stop.
    ASKED
  }

  private final SimulatedWorld world;
  private final NodeSettings settings;
  private final boolean waitsForDisk;
  private final SimulatedClock clock;
  private final ServerDisk disk;
  private final Map<String, SimulatedPeer> peers = new LinkedHashMap<>();
  private final Map<String, SimulatedPath> paths = new LinkedHashMap<>();
  private final Map<String, AtText> kept = new LinkedHashMap<>();
  private final Set<AtText> acknowledged = new LinkedHashSet<>();
  private Optional<SimulatedProcess> process = Optional.empty();
  private boolean stopping;
  private int complaints;

  /// @param calm whether its clock is right, at first
  /// @param waitsForDisk whether it acknowledges reports when they are on its disk
  SimulatedServer(SimulatedWorld world, NodeSettings settings, boolean calm, boolean waitsForDisk) {
    this.world = world;
    this.settings = settings;
    this.waitsForDisk = waitsForDisk;
    clock = new SimulatedClock(world);
    if (!calm) {
      clock.set();
    }
    disk = new ServerDisk(world, settings.name());
  }

  void join(SimulatedPeer peer, SimulatedPath path) {
    peers.put(peer.name(), peer);
    paths.put(peer.name(), path);
    path.whenBroken(how -> process.ifPresent(p -> p.broken(peer.name(), how)));
  }

  @Override
  public String name() {
    return settings.name();
  }

  NodeSettings settings() {
    return settings;
  }

  boolean waitsForDisk() {
    return waitsForDisk;
  }

  SimulatedClock clock() {
    return clock;
  }

  ServerDisk disk() {
    return disk;
  }

  SimulatedPeer peer(String neighbour) {
    return Objects.requireNonNull(peers.get(neighbour), neighbour);
  }

  SimulatedPath path(String neighbour) {
    return Objects.requireNonNull(paths.get(neighbour), neighbour);
  }

  void start() {
    world.note(name(), "starts");
    try {
      process = Optional.of(new SimulatedProcess(world, this));
    } catch (JournalException e) {
      world.note(name(), e.sentence());
      disk.kill();
      if (!disk.isInTrouble() && !disk.isBad()) {
        throw Checker.UNREST.found(name() + " does not start: " + e.sentence());
      }
      world.after(world.chance().millis(0, MOST_DOWN_MILLIS), this::mendDiskAndStart);
    }
  }

  /// Somebody looks after the disk, as he was told.
  private void mendDiskAndStart() {
    if (disk.isBad()) {
      loseMemory();
      disk.replace();
    }
    disk.repair();
    start();
  }

  /// Ends this life; another begins a while later. Does nothing where that is under way.
  ///
  /// @param meanwhile what happens to the machine while the server is down
  void restart(Ending how, Runnable meanwhile) {
    if (!isRunning() || stopping) {
      return;
    }
    stopping = true;
    world.note(name(), "ends: " + how);
    SimulatedProcess ending = running();
    switch (how) {
      case KILLED -> {
        ending.die();
        disk.kill();
        ended(SimulatedPath.Break.TOLD, meanwhile);
      }
      case POWER_LOST -> {
        ending.die();
        disk.losePower();
        ended(SimulatedPath.Break.SILENT, meanwhile);
      }
      case ASKED ->
          ending.finish(() -> {
            disk.kill();
            ended(SimulatedPath.Break.TOLD, meanwhile);
          });
    }
  }

  private void ended(SimulatedPath.Break how, Runnable meanwhile) {
    world.note(name(), "has ended");
    process = Optional.empty();
    stopping = false;
    for (SimulatedPeer peer : peers.values()) {
      if (peer instanceof SimulatedServer other) {
        other.process.ifPresent(p -> p.broken(name(), how));
      }
    }
    meanwhile.run();
    world.after(world.chance().millis(0, MOST_DOWN_MILLIS), this::start);
  }

  /// The disk has failed, so the server says so and ends. The machine may be started anew before
  /// the server is.
  void diskFailed() {
    restart(
        Ending.KILLED,
        () -> {
          disk.repair();
          if (world.chance().percent(50)) {
            disk.losePower();
          }
        });
  }

  /// What was on the disk is lost, or some of it.
  void loseMemory() {
    kept.clear();
    acknowledged.clear();
  }

  @Override
  public boolean isRunning() {
    return process.isPresent();
  }

  private SimulatedProcess running() {
    return process.orElseThrow();
  }

  @Override
  public SimulatedStream.Inlet accept(SimulatedStream stream) {
    return running().accept(stream);
  }

  /// Sends a line as a client of its own connection does.
  ///
  /// @param answer what to do with the answer, when it comes
  void ask(String line, Consumer<String> answer) {
    running().ask(line, answer);
  }

  /// Has a client deleted; as [SimulatedProcess#forget].
  void forget(String client, Function<Outcome, Runnable> done) {
    running().forget(client, done);
  }

  /// The line that stands for a client, be it GONE; nothing for nobody.
  Optional<String> line(String client) {
    return running().line(client);
  }

  /// It shows this report, or that the client was deleted, so it knows at least that, and if it is
  /// saved it always will.
  void shows(AtText report, boolean saved) {
    keepGreater(running().shown(), report);
    if (saved) {
      keepGreater(kept, report);
    }
  }

  /// A client was told that this report of its own is saved.
  void acknowledges(AtText report) {
    acknowledged.add(report);
  }

  /// Whether a client told it this report, and it has it for ever.
  boolean hasAcknowledged(AtText report) {
    return acknowledged.contains(report);
  }

  private static void keepGreater(Map<String, AtText> reports, AtText report) {
    reports.merge(report.client(), report, (known, now) -> known.compareTo(now) < 0 ? now : known);
  }

  /// Whether what it says now is on its disk.
  boolean isSaved() {
    return running().isSaved();
  }

  /// Whether it brings a snapshot to its disk.
  boolean isWritingSnapshot() {
    return process.map(SimulatedProcess::isWritingSnapshot).orElse(false);
  }

  /// What it has shown in this life; nothing while it does not run.
  Map<String, AtText> shown() {
    return process.map(SimulatedProcess::shown).orElse(Map.of());
  }

  /// What it has shown in any life and has to know for ever.
  Map<String, AtText> kept() {
    return kept;
  }

  /// Whether it may refuse reports.
  boolean mayRefuse() {
    return disk.isInTrouble();
  }

  void countComplaints(String answer) {
    for (int from = 0; from < answer.length(); from = answer.indexOf('\n', from) + 1) {
      complaints += answer.charAt(from) == '?' ? 1 : 0;
    }
  }

  /// Lines of ours that began with a question mark.
  int complaints() {
    return complaints;
  }

  NodeStatus status() {
    return running().status();
  }
}
