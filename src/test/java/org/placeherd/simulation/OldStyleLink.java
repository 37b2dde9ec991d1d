package org.placeherd.simulation;

import java.util.Optional;
import org.placeherd.node.AtText;

/// The connection of an old-style server to one of ours, made when there is something to say. It
/// takes answers for commands.
final class OldStyleLink implements SimulatedStream.Opener {
  private final SimulatedWorld world;
  private final OldStyleServer from;
  private final SimulatedPeer to;
  private final SimulatedPath path;
  private Optional<SimulatedStream> stream = Optional.empty();
  private LineSplitter answers = new LineSplitter();
  private int lines;

  OldStyleLink(SimulatedWorld world, OldStyleServer from, SimulatedPeer to, SimulatedPath path) {
    this.world = world;
    this.from = from;
    this.to = to;
    this.path = path;
  }

  /// The name of the server at the other end.
  String to() {
    return to.name();
  }

  /// How many lines it has sent.
  int lines() {
    return lines;
  }

  void send(String line) {
    lines++;
    if (stream.isEmpty() && path.isPassable() && to.isRunning()) {
      answers = new LineSplitter();
      stream = Optional.of(new SimulatedStream(world, path, from.name(), to, this));
    }
    if (stream.isPresent()) {
      send(stream.get(), line);
    }
  }

  private void send(SimulatedStream connection, String line) {
    if (from.dialect().breaksOff() && world.chance().percent(10)) {
      String half = line.substring(0, world.chance().between(1, line.length()));
      if (isReport(half)) {
        world.said().say(AtText.of(half)); // so it has said
      }
      connection.send(half);
      finish(connection);
      return;
    }
    String bytes = line + from.dialect().lineEnd();
    if (from.dialect().drips()) {
      bytes.codePoints().forEach(one -> connection.send(Character.toString(one)));
    } else {
      connection.send(bytes);
    }
    if (from.dialect().connectsForEachMessage()) {
      finish(connection);
    }
  }

  private static boolean isReport(String line) {
    return line.matches("AT \\S+ \\S+ \\S+ \\S+ \\S+( .*)?");
  }

  private void finish(SimulatedStream connection) {
    connection.finish();
    stream = Optional.empty();
  }

  @Override
  public void answered(String bytes) {
    answers.add(
        bytes,
        line -> {
          String reply = from.hear(line);
          if (!reply.isEmpty()) {
            send(reply.stripTrailing());
          }
        });
  }

  @Override
  public void writable() {}

  @Override
  public void hungUp() {
    broken();
  }

  /// The connection ended.
  void broken() {
    stream.ifPresent(SimulatedStream::cut);
    stream = Optional.empty();
  }
}
