package org.placeherd.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One direction of a connection: bytes arrive in order, late, in pieces, and not at all once it
/// has ended.
final class SimulatedPipe {
  private record Piece(String bytes, long atNanos) {}

  private final SimulatedWorld world;
  private final SimulatedWay way;
  private final BooleanSupplier isRead;
  private final Consumer<String> reader;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long lastAtNanos;
  private boolean moving;
  private boolean ended;
  private Runnable whenEmpty = () -> {};

  /// How many pieces still arrive after the end.
  private int late;

  /// @param isRead whether the reader reads at all
  SimulatedPipe(
      SimulatedWorld world, SimulatedWay way, BooleanSupplier isRead, Consumer<String> reader) {
    this.world = world;
    this.way = way;
    this.isRead = isRead;
    this.reader = reader;
  }

  void send(String bytes) {
    if (ended || bytes.isEmpty()) {
      return;
    }
    int split = world.chance().between(0, bytes.length());
    add(bytes.substring(0, split), way.paceNanos());
    add(bytes.substring(split), 0);
    move();
  }

  private void add(String piece, long paceNanos) {
    if (!piece.isEmpty()) {
      lastAtNanos = Math.max(lastAtNanos + paceNanos, world.nowNanos() + way.delayNanos());
      pieces.add(new Piece(piece, lastAtNanos));
    }
  }

  private void move() {
    Piece first = pieces.peek();
    if (first != null && !moving) {
      moving = true;
      world.at(first.atNanos, this::arrive);
    }
  }

  private void arrive() {
    moving = false;
    if (ended && late == 0) {
      pieces.clear();
      return;
    }
    if (way.isLosing()) {
      moving = true;
      way.whenRestored(() -> world.after(way.delayNanos(), this::arrive));
      return;
    }
    if (!isRead.getAsBoolean()) {
      return;
    }
    late--;
    reader.accept(pieces.remove().bytes);
    if (pieces.isEmpty()) {
      whenEmpty.run();
    }
    move();
  }

  /// Does this when all that was sent so far has been read, or at once if it has.
  void whenEmpty(Runnable action) {
    whenEmpty = action;
    if (pieces.isEmpty()) {
      action.run();
    }
  }

  /// No more is sent. Of what is on the way a first part may still arrive, as bytes do that have
  /// reached the other machine.
  void end(boolean deliversLateBytes) {
    if (!ended) {
      ended = true;
      late = deliversLateBytes && !way.isLosing() ? world.chance().between(0, pieces.size()) : 0;
    }
  }
}
