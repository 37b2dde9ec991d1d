package org.placeherd.simulation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalSettings;
import org.placeherd.node.AtText;
import org.placeherd.node.InMemoryServer;
import org.placeherd.node.NodeStatus;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.node.Outcome;
import org.placeherd.server.OpenedSaver;

/// One life of one of our servers: a real node, its real journal, its links, and what it has shown
/// so far, on which it may not go back.
final class SimulatedProcess {
  private static final long TICK_NANOS = 1_000_000_000L;

  /// So long may lines keep coming before a group begins.
  private static final int MOST_GATHER_MILLIS = 3;

  private static final int TICKS_A_COMPARISON = 10;

  /// The slowest disk takes a second for each of the few things that a reply may wait for.
  private static final long MOST_WAIT_NANOS = 10 * TICK_NANOS;

  /// Small, so that segments and snapshots follow each other.
  private static final JournalSettings JOURNAL = new JournalSettings(1_024, 1_024, 1_024, 2, 2_048);

  /// A snapshot is long, so the disk takes longer for it.
  private static final int SNAPSHOT_SLOWER = 20;

  private final SimulatedWorld world;
  private final SimulatedServer owner;
  private final InMemoryServer server;
  private final SimulatedReplies replies = new SimulatedReplies(this::later);
  private final SimulatedThread journalThread;
  private final SimulatedThread snapshotThread;
  private final OpenedSaver saver;
  private final List<SimulatedLink> links = new ArrayList<>();
  private final Map<String, AtText> shown = new LinkedHashMap<>();
  private boolean alive = true;
  private int ticks;

  /// Starts: hears its own lines again, then connects to its neighbours.
  ///
  /// @throws JournalException if its disk does not let it
  SimulatedProcess(SimulatedWorld world, SimulatedServer owner) throws JournalException {
    this.world = world;
    this.owner = owner;
    server = new InMemoryServer(owner.settings(), new Surroundings());
    journalThread = new SimulatedThread(world, owner.disk(), 1);
    snapshotThread = new SimulatedThread(world, owner.disk(), SNAPSHOT_SLOWER);
    saver =
        new OpenedSaver(
            owner.disk().disk(),
            name(),
            JOURNAL,
            server.node(),
            owner.settings().hashKey(),
            owner.waitsForDisk(),
            new OpenedSaver.Surroundings(
                this::soon,
                journalThread,
                snapshotThread,
                replies,
                note -> world.note(name(), note),
                world::nowNanos,
                failure -> soon(owner::diskFailed)));
    saver.recovery().alarms().forEach(alarm -> world.note(name(), alarm));
    requireKept();
    for (int i = 0; i < owner.settings().neighbours().size(); i++) {
      String neighbour = owner.settings().neighbours().get(i).name();
      SimulatedLink link =
          new SimulatedLink(world, server, i, owner.peer(neighbour), owner.path(neighbour));
      links.add(link);
      link.connectSoon();
    }
    tick();
  }

  private String name() {
    return owner.name();
  }

  private void soon(Runnable action) {
    after(0, action);
  }

  private void later(long nanos, Runnable action) {
    after(nanos + world.chance().millis(0, MOST_GATHER_MILLIS), action);
  }

  private void after(long nanos, Runnable action) {
    world.after(
        nanos,
        () -> {
          if (alive) {
            action.run();
          }
        });
  }

  /// A restarted server knows all that it has ever answered.
  private void requireKept() {
    owner
        .kept()
        .forEach((client, kept) -> {
          String line = server.line(client).orElse("");
          if (line.isEmpty() || AtText.of(line).compareTo(kept) < 0) {
            throw Checker.FORGOTTEN.found(
                name() + " knew '" + kept + "' and starts with '" + line + "'");
          }
          String answer = server.new Connection(false).read("WHATSAT " + client + " 0 0\n", 0);
          AtText known = AtText.of(line);
          boolean right =
              known.isGone() ? answer.startsWith("?") : firstLine(answer).equals(known.toString());
          if (!right) {
            throw Checker.REPLY.found(name() + " knows '" + line + "' and says '" + answer + "'");
          }
        });
  }

  private static String firstLine(String answer) {
    return answer.substring(0, answer.indexOf('\n'));
  }

  private final class Surroundings implements InMemoryServer.Surroundings {
    @Override
    public void tell(int neighbour) {
      links.get(neighbour).drainSoon();
    }

    @Override
    public void greeted(String name) {
      for (int i = 0; i < links.size(); i++) {
        if (owner.settings().neighbours().get(i).name().equals(name)) {
          links.get(i).otherEndIsOurs();
        }
      }
    }
  }

  private void tick() {
    if (!alive) {
      return;
    }
    long now = owner.clock().nowNanos();
    server.node().tick(now);
    saver.tick();
    var _ = saver.endOfBatch();
    if (++ticks % TICKS_A_COMPARISON == 0 && !links.isEmpty()) {
      server.node().compare(world.chance().between(0, links.size() - 1), now);
    }
    links.forEach(SimulatedLink::tick);
    requireBounds();
    world.after(TICK_NANOS, this::tick);
  }

  private void requireBounds() {
    NodeStatus status = status();
    for (NeighbourStatus neighbour : status.neighbours()) {
      if (neighbour.pending() > 2 * (status.clients() + status.gone())) {
        throw Checker.MEMORY.found(
            name() + " has more to tell than twice what it knows: " + status);
      }
    }
  }

  /// The connections between this server and that one break.
  void broken(String neighbour, SimulatedPath.Break how) {
    links.get(server.neighbour(neighbour)).broken(how);
  }

  SimulatedStream.Inlet accept(SimulatedStream stream) {
    return new Accepted(stream);
  }

  /// One connection that somebody opened to this server; ends with the life of the server.
  private final class Accepted implements SimulatedStream.Inlet {
    private final InMemoryServer.Connection connection = server.new Connection(true);
    private final SimulatedStream stream;

    Accepted(SimulatedStream stream) {
      this.stream = stream;
    }

    @Override
    public void read(String bytes) {
      if (alive) {
        world.note(name(), "hears " + bytes);
        hold(connection.read(bytes, owner.clock().nowNanos()));
      }
    }

    @Override
    public void endInput() {
      if (alive) {
        hold(connection.endInput(owner.clock().nowNanos()));
      }
    }

    private void hold(String answer) {
      long mark = saver.endOfBatch();
      if (!answer.isEmpty()) {
        owner.countComplaints(answer);
        replies.hold(mark, () -> stream.answer(answer), stream::hangUp);
      }
    }
  }

  /// Sends a line as a client of its own connection does, in two pieces.
  ///
  /// @param answer what to do with the answer, when it comes
  void ask(String line, Consumer<String> answer) {
    InMemoryServer.Connection connection =
        line.startsWith("IAMAT ") ? server.reporter() : server.new Connection(true);
    world.note(name(), "is asked " + line);
    int split = world.chance().between(0, line.length());
    long now = owner.clock().nowNanos();
    String first = connection.read(line.substring(0, split), now);
    String all = first + connection.read(line.substring(split) + "\n", now);
    owner.countComplaints(all);
    Waiting waiting = new Waiting(line);
    Runnable leave =
        () -> {
          waiting.ended = true;
          answer.accept(all);
        };
    replies.hold(saver.endOfBatch(), leave, () -> waiting.ended = true);
    world.after(MOST_WAIT_NANOS, waiting::requireEnded);
  }

  /// Has a client deleted, as the API does.
  ///
  /// @param done is given what was done, at once; what it returns is done when the answer comes
  void forget(String client, Function<Outcome, Runnable> done) {
    world.note(name(), "is to forget " + client);
    byte[] bytes = client.getBytes(ISO_8859_1);
    Outcome outcome = server.node().forget(bytes, owner.clock().nowNanos(), _ -> {});
    Runnable answer = done.apply(outcome);
    Waiting waiting = new Waiting("DELETE " + client);
    Runnable leave =
        () -> {
          waiting.ended = true;
          answer.run();
        };
    replies.hold(saver.endOfBatch(), leave, () -> waiting.ended = true);
    world.after(MOST_WAIT_NANOS, waiting::requireEnded);
  }

  /// The line that stands for a client; nothing for nobody.
  Optional<String> line(String client) {
    return server.line(client);
  }

  /// A client that waits for an answer, or to be hung up on.
  private final class Waiting {
    private final String line;
    private boolean ended;

    Waiting(String line) {
      this.line = line;
    }

    void requireEnded() {
      if (alive && !ended) {
        throw Checker.REPLY.found(name() + " does not answer '" + line + "'");
      }
    }
  }

  /// Whether what it says now is on its disk.
  boolean isSaved() {
    return owner.waitsForDisk() && !saver.isFull();
  }

  /// Whether a snapshot is being brought to the disk.
  boolean isWritingSnapshot() {
    return snapshotThread.isBusy();
  }

  /// What it has shown in this life.
  Map<String, AtText> shown() {
    return shown;
  }

  NodeStatus status() {
    return server.node().status();
  }

  /// Saves all and ends, as it is asked to.
  void finish(Runnable ended) {
    var _ = saver.finish().thenRun(() -> soon(() -> close(ended)));
  }

  private void close(Runnable ended) {
    try {
      saver.close();
    } catch (JournalException e) {
      world.note(name(), e.sentence());
    }
    end();
    ended.run();
  }

  /// Dies, perhaps in the middle of what it is doing to its disk.
  void die() {
    snapshotThread.die(); // first, for it waits for the other
    journalThread.die();
    end();
  }

  private void end() {
    alive = false;
    links.forEach(SimulatedLink::forget);
  }
}
