package org.placeherd.node;

import java.util.function.Consumer;

/// One connection: bytes arrive in order, late, in pieces, and not at all once it is cut.
final class SimulatedStream {
  /// The accepting end: takes bytes, returns what it answers.
  interface Inlet {
    String read(String bytes);
  }

  private final SimulatedWorld world;
  private final SimulatedPath path;
  private final Inlet inlet;
  private final Consumer<String> answers;
  private long lastArrivalNanos;
  private long lastAnswerNanos;
  private int sent;
  private int arrived;
  private boolean cut;
  private int arriving = Integer.MAX_VALUE;

  SimulatedStream(SimulatedWorld world, SimulatedPath path, Inlet inlet, Consumer<String> answers) {
    this.world = world;
    this.path = path;
    this.inlet = inlet;
    this.answers = answers;
  }

  void send(String bytes) {
    int split = world.chance().between(0, bytes.length());
    sendPiece(bytes.substring(0, split));
    sendPiece(bytes.substring(split));
  }

  private void sendPiece(String piece) {
    if (cut || piece.isEmpty()) {
      return;
    }
    int number = sent++;
    lastArrivalNanos = Math.max(lastArrivalNanos, world.nowNanos() + path.delayNanos());
    world.at(lastArrivalNanos, () -> arrive(number, piece));
  }

  private void arrive(int number, String piece) {
    if (number >= arriving) {
      return;
    }
    arrived++;
    String answer = inlet.read(piece);
    if (!answer.isEmpty() && !cut) {
      lastAnswerNanos = Math.max(lastAnswerNanos, world.nowNanos() + path.delayNanos());
      world.at(lastAnswerNanos, () -> answered(answer));
    }
  }

  private void answered(String answer) {
    if (!cut) {
      answers.accept(answer);
    }
  }

  /// The connection ended. Of what is under way a first part may still arrive, as bytes do that
  /// have reached the other machine.
  void cut() {
    if (!cut) {
      cut = true;
      int late = path.deliversLateBytes() ? world.chance().between(0, sent - arrived) : 0;
      arriving = arrived + late;
    }
  }
}
