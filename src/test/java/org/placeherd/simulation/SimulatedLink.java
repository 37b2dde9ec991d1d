package org.placeherd.simulation;

import java.util.Optional;
import org.placeherd.node.InMemoryServer;
import org.placeherd.wire.Hello;

/// The outbound half of a link, as `transport` keeps it up in earnest: connects, says HELLO, drains
/// the node as fast as the way allows, and comes back when it breaks. Belongs to one incarnation of
/// its server.
final class SimulatedLink implements SimulatedStream.Opener {
  private static final long SECOND = 1_000_000_000L;
  private static final int CONNECT_MILLIS = 300;
  private static final int NOTICE_MILLIS = 1_000;

  /// Who hangs up on HELLO so often in a row is spared it.
  private static final int BROKEN_HELLOS = 3;

  /// Silence this long after HELLO means an old-style peer.
  private static final long HELLO_NANOS = SECOND;

  /// Bytes may be without an acknowledgement for so long.
  private static final long UNACKNOWLEDGED_NANOS = 10 * SECOND;

  /// A connection that nobody uses is found dead after so long, at the latest.
  private static final int KEEP_ALIVE_MILLIS = 40_000;

  private static final int WRITE_BYTES = 65_536;
  private static final int MOST_QUESTION_BYTES = 10_000;

  private enum State {
    WAITING,
    GREETING,
    UP
  }

  private final SimulatedWorld world;
  private final InMemoryServer from;
  private final int neighbour;
  private final SimulatedPeer to;
  private final SimulatedPath path;
  private Optional<SimulatedStream> stream = Optional.empty();
  private InMemoryServer.Ear ear;
  private StringBuilder greeting = new StringBuilder();
  private State state = State.WAITING;
  private boolean answered;
  private boolean ours;
  private boolean saysHello;
  private boolean known;
  private int brokenHellos;
  private boolean draining;
  private boolean resetComes;

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
    if (!path.isPassable() || !to.isRunning()) {
      connectSoon();
      return;
    }
    SimulatedStream connection = new SimulatedStream(world, path, from.name(), to, this);
    stream = Optional.of(connection);
    ear = from.new Ear(neighbour);
    greeting = new StringBuilder();
    answered = false;
    ours = false;
    state = State.GREETING;
    saysHello = known || brokenHellos < BROKEN_HELLOS;
    if (!saysHello) {
      greeted(false);
    } else {
      connection.send(Hello.line(from.name()));
      plan(HELLO_NANOS, () -> greeted(false));
    }
  }

  /// @param isOurs whether the other end has answered HELLO; if it does so late, what was taken for
  ///   an old-style server is one of ours after all
  private void greeted(boolean isOurs) {
    if (state == State.GREETING || isOurs) {
      state = State.UP;
      ours = isOurs;
      known |= isOurs;
      world.note(from.name(), "link to " + to.name() + " up, " + (ours ? "ours" : "old-style"));
      from.node().linkUp(neighbour, ours);
    }
  }

  /// First the answer to HELLO; what comes later counts from a server of ours only.
  @Override
  public void answered(String bytes) {
    String rest = bytes;
    if (!answered) {
      greeting.append(bytes);
      int end = greeting.indexOf("\n");
      if (end < 0) {
        return;
      }
      answered = true;
      greeted(Hello.isAnswer(greeting.substring(0, end)));
      rest = greeting.substring(end + 1);
    }
    if (ours && !rest.isEmpty()) {
      world.note(from.name(), "is answered by " + to.name() + ": " + rest);
      ear.hear(rest);
    }
  }

  /// The other end has said HELLO to this one, so ours is not wasted on it.
  void otherEndIsOurs() {
    known = true;
    if (state == State.UP && !saysHello) {
      plan(0, this::lose);
    }
  }

  /// There is something to tell.
  void drainSoon() {
    if (state == State.UP && !draining) {
      draining = true;
      plan(0, this::drain);
    }
  }

  @Override
  public void writable() {
    drainSoon();
  }

  private void drain() {
    draining = false;
    if (stream.isEmpty() || stream.get().isFull()) {
      return;
    }
    int maxBytes = Math.min(WRITE_BYTES, path.from(from.name()).bytesAtOnce());
    String lines = from.drain(neighbour, maxBytes);
    if (!lines.isEmpty()) {
      world.note(from.name(), "tells " + to.name() + ": " + lines);
      requireNoMoreThan(maxBytes, lines);
      lines.lines().forEach(this::tells);
      send(stream.get(), lines);
      drainSoon();
    }
  }

  private void tells(String line) {
    world.countTold(line);
    if (isTold(line)) {
      if (line.startsWith("GONE ") && to instanceof OldStyleServer) {
        throw Checker.INVENTED.found(from.name() + " tells " + to.name() + " " + line);
      }
      var _ = world.said().require(line);
    }
  }

  private static boolean isTold(String line) {
    return line.startsWith("AT ") || line.startsWith("GONE ");
  }

  /// Reports stop where the bytes are reached; questions and the like do not, but are few.
  private static void requireNoMoreThan(int maxBytes, String lines) {
    int last = lines.lastIndexOf('\n', lines.length() - 2) + 1;
    if (last < maxBytes) {
      return;
    }
    int others = 0;
    for (int from = 0; from < lines.length(); ) {
      int to = lines.indexOf('\n', from) + 1;
      others += isTold(lines.substring(from, to)) ? 0 : to - from;
      from = to;
    }
    if (last - others >= maxBytes || others > MOST_QUESTION_BYTES) {
      throw Checker.MEMORY.found(lines.length() + " bytes at once where " + maxBytes + " fit");
    }
  }

  private void send(SimulatedStream connection, String lines) {
    connection.send(lines);
    if (connection.isSevered() && path.isPassable() && to.isRunning() && !resetComes) {
      resetComes = true; // the other machine knows nothing of this connection, and says so
      plan(2 * path.to(from.name()).delayNanos(), this::lose);
    }
  }

  /// The connection ended, or nothing gets through on it any more.
  void broken(SimulatedPath.Break how) {
    if (stream.isEmpty()) {
      return;
    }
    switch (how) {
      case TOLD -> {
        stream.get().cut();
        plan(world.chance().millis(0, NOTICE_MILLIS), this::lose);
      }
      case SILENT -> {
        stream.get().sever();
        plan(world.chance().millis(0, KEEP_ALIVE_MILLIS), this::lose);
      }
    }
  }

  @Override
  public void hungUp() {
    lose();
  }

  /// What time does to a link.
  void tick() {
    if (stream.isPresent() && stream.get().isStuck(UNACKNOWLEDGED_NANOS)) {
      world.note(from.name(), "gives the link to " + to.name() + " up");
      lose();
    }
  }

  private void lose() {
    brokenHellos =
        state == State.GREETING ? brokenHellos + 1 : Math.min(brokenHellos, BROKEN_HELLOS - 1);
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
    state = State.WAITING;
    draining = false;
    resetComes = false;
  }
}
