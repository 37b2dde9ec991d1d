package org.placeherd.node;

import java.util.Optional;
import org.placeherd.wire.Hello;

/// The outbound half of a link, as `transport` keeps it up in earnest: connects, says HELLO, drains
/// the node as fast as the way allows, and comes back when it breaks. Belongs to one incarnation of
/// its server.
final class SimulatedLink {
  private static final int CONNECT_MILLIS = 300;
  private static final int NOTICE_MILLIS = 1_000;

  private final SimulatedWorld world;
  private final InMemoryServer from;
  private final int neighbour;
  private final SimulatedPeer to;
  private final SimulatedPath path;
  private Optional<SimulatedStream> stream = Optional.empty();
  private InMemoryServer.Ear ear;
  private final StringBuilder greeting = new StringBuilder();
  private boolean up;
  private boolean ours;
  private boolean draining;

  /// Counts what happened, so that what was planned before does not happen any more.
  private int era;

  SimulatedLink(
      SimulatedWorld world,
      InMemoryServer from,
      int neighbour,
      SimulatedPeer to,
      SimulatedPath path) {
    this.world = world;
    this.from = from;
    this.neighbour = neighbour;
    this.to = to;
    this.path = path;
    ear = from.new Ear(neighbour);
  }

  boolean isUp() {
    return up;
  }

  void connectSoon() {
    plan(world.chance().millis(1, CONNECT_MILLIS), this::connect);
  }

  private void plan(long nanos, Runnable action) {
    int planned = era;
    world.after(
        nanos,
        () -> {
          if (planned == era) {
            action.run();
          }
        });
  }

  private void connect() {
    if (!path.isOpen() || !to.isRunning()) {
      connectSoon();
      return;
    }
    SimulatedStream connection = new SimulatedStream(world, path, to.accept(), this::answered);
    stream = Optional.of(connection);
    ear = from.new Ear(neighbour);
    greeting.setLength(0);
    connection.send(Hello.line(from.name()));
  }

  /// First the answer to HELLO; what comes later counts from a server of ours only.
  private void answered(String answer) {
    String rest = answer;
    if (!up) {
      greeting.append(answer);
      int end = greeting.indexOf("\n");
      if (end < 0) {
        return;
      }
      up = true;
      ours = Hello.isAnswer(greeting.substring(0, end));
      rest = greeting.substring(end + 1);
      world.note(from.name(), "link to " + to.name() + " up");
      from.node().linkUp(neighbour, ours);
      drainSoon();
    }
    if (ours) {
      ear.hear(rest);
    }
  }

  /// There is something to tell.
  void drainSoon() {
    if (up && !draining) {
      draining = true;
      plan(0, this::drain);
    }
  }

  private void drain() {
    String lines = from.drain(neighbour, path.bytesAtOnce());
    if (lines.isEmpty()) {
      draining = false;
      return;
    }
    world.note(from.name(), "tells " + to.name() + ": " + lines);
    lines.lines().filter(line -> line.startsWith("AT ")).forEach(world::requireSaid);
    stream.ifPresent(s -> s.send(lines));
    plan(path.paceNanos(), this::drain);
  }

  /// The connection ended; the node hears of it a while later.
  void broken() {
    stream.ifPresent(SimulatedStream::cut);
    if (stream.isPresent()) {
      int planned = era;
      world.after(world.chance().millis(0, NOTICE_MILLIS), () -> lose(planned));
    }
  }

  private void lose(int planned) {
    if (planned != era) {
      return;
    }
    forget();
    world.note(from.name(), "link to " + to.name() + " lost");
    from.node().linkDown(neighbour);
    connectSoon();
  }

  /// This end died.
  void forget() {
    era++;
    stream.ifPresent(SimulatedStream::cut);
    stream = Optional.empty();
    up = false;
    draining = false;
  }
}
