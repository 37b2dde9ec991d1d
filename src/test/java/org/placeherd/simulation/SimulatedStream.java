package org.placeherd.simulation;

/// One connection over a path: bytes there, answers back.
final class SimulatedStream {
  /// The accepting end.
  interface Inlet {
    void read(String bytes);

    /// Whether it reads at all.
    default boolean isReading() {
      return true;
    }

    /// The opener has said all.
    default void endInput() {}
  }

  /// The end that opened it.
  interface Opener {
    void answered(String bytes);

    /// What was sent has been acknowledged, so there is room for more.
    void writable();

    /// The accepting end has hung up.
    void hungUp();
  }

  private final SimulatedWorld world;
  private final SimulatedPath path;
  private final SimulatedWay out;
  private final SimulatedWay in;
  private final Opener opener;
  private final Inlet inlet;
  private final SimulatedPipe forth;
  private final SimulatedPipe back;
  private boolean severed;
  private boolean closed;
  private int unacknowledged;

  /// When the last acknowledgement came, or the opener began to wait for one.
  private long progressNanos;

  /// Opens a connection from the machine `from`.
  SimulatedStream(
      SimulatedWorld world, SimulatedPath path, String from, SimulatedPeer to, Opener opener) {
    this.world = world;
    this.path = path;
    this.opener = opener;
    out = path.from(from);
    in = path.to(from);
    inlet = to.accept(this);
    forth = new SimulatedPipe(world, out, inlet::isReading, this::arrived);
    back = new SimulatedPipe(world, in, () -> !closed, opener::answered);
  }

  /// Sends bytes of the opener.
  void send(String bytes) {
    if (unacknowledged == 0) {
      progressNanos = world.nowNanos();
    }
    unacknowledged += bytes.length();
    forth.send(bytes);
  }

  private void arrived(String bytes) {
    inlet.read(bytes);
    if (in.isLosing()) {
      in.whenRestored(() -> acknowledged(bytes.length()));
    } else {
      acknowledged(bytes.length());
    }
  }

  private void acknowledged(int bytes) {
    if (!closed && !severed) {
      unacknowledged -= bytes;
      progressNanos = world.nowNanos();
      opener.writable();
    }
  }

  /// How many bytes the opener has sent that are not acknowledged.
  int unacknowledged() {
    return unacknowledged;
  }

  /// Whether the opener must wait before it sends more.
  boolean isFull() {
    return unacknowledged >= out.bytesAtOnce();
  }

  /// Whether bytes of the opener have been sent again and again for so long.
  boolean isStuck(long nanos) {
    boolean deaf = severed || out.isLosing() || in.isLosing();
    return deaf && unacknowledged > 0 && world.nowNanos() - progressNanos > nanos;
  }

  /// Sends an answer of the accepting end.
  void answer(String bytes) {
    back.send(bytes);
  }

  /// The accepting end hangs up.
  void hangUp() {
    world.after(
        in.delayNanos(),
        () -> {
          if (!closed) {
            opener.hungUp();
          }
        });
  }

  /// The opener has said all and wants no answer.
  void finish() {
    closed = true;
    forth.whenEmpty(inlet::endInput);
  }

  /// The connection ended for the opener.
  void cut() {
    closed = true;
    sever();
  }

  /// Nothing new gets through any more, and nobody is told.
  void sever() {
    severed = true;
    forth.end(path.deliversLateBytes());
    back.end(false);
  }

  boolean isSevered() {
    return severed;
  }
}
