package org.placeherd.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.placeherd.node.NodeSettings.ExtraFields;

/// A server of another make, as protocol §4 describes them: newest time wins and ties go to the
/// first, no catch-up, numbers written its own way, names behind the line, an answer to everything
/// that is no command, now and then the same line over and over.
final class OldStyleServer implements SimulatedPeer {
  private static final int MOST_REPEATS = 5;

  private final SimulatedWorld world;
  private final String name;
  private final ExtraFields extra;
  private final boolean rewrites;
  private final boolean carriageReturn;
  private final boolean connectsForEachMessage;
  private final boolean repeats;
  private final Map<String, Double> newest = new LinkedHashMap<>();
  private final List<Mouth> mouths = new ArrayList<>();
  private int linesToPeers;

  OldStyleServer(SimulatedWorld world, String name) {
    this.world = world;
    this.name = name;
    Chance chance = world.chance();
    extra = chance.of(List.of(ExtraFields.values()));
    rewrites = chance.percent(60);
    carriageReturn = chance.percent(50);
    connectsForEachMessage = chance.percent(30);
    repeats = chance.percent(20);
  }

  /// Its connection to one of our servers.
  private final class Mouth {
    private final SimulatedPeer ear;
    private final SimulatedPath path;
    private Optional<SimulatedStream> stream = Optional.empty();
    private final LineSplitter answers = new LineSplitter();

    Mouth(SimulatedPeer ear, SimulatedPath path) {
      this.ear = ear;
      this.path = path;
    }

    void send(String line) {
      linesToPeers++;
      if (connectsForEachMessage) {
        cut();
      }
      if (stream.isEmpty() && path.isOpen() && ear.isRunning()) {
        stream = Optional.of(new SimulatedStream(world, path, ear.accept(), this::answered));
      }
      stream.ifPresent(s -> s.send(line + (carriageReturn ? "\r\n" : "\n")));
    }

    /// It takes answers for commands.
    private void answered(String answer) {
      answers.add(
          answer,
          line -> {
            String reply = hear(line);
            if (!reply.isEmpty()) {
              send(reply.stripTrailing());
            }
          });
    }

    void cut() {
      stream.ifPresent(SimulatedStream::cut);
      stream = Optional.empty();
    }
  }

  void join(SimulatedPeer ear, SimulatedPath path) {
    Mouth mouth = new Mouth(ear, path);
    mouths.add(mouth);
    path.onCut(mouth::cut);
  }

  ExtraFields extra() {
    return extra;
  }

  boolean carriageReturn() {
    return carriageReturn;
  }

  /// How many lines it has sent to our servers.
  int linesToPeers() {
    return linesToPeers;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public SimulatedStream.Inlet accept() {
    LineSplitter lines = new LineSplitter();
    return bytes -> {
      StringBuilder answers = new StringBuilder();
      lines.add(bytes, line -> answers.append(hear(line)));
      return answers.toString();
    };
  }

  /// Handles a command; returns the answer.
  String hear(String line) {
    world.note(name, "hears " + line);
    List<String> fields = List.of(line.split(" +", -1));
    if (fields.size() >= 6 && fields.getFirst().equals("AT")) {
      tell(AtText.of(line), fields.subList(6, fields.size()));
      return "";
    }
    if (fields.size() == 4 && fields.getFirst().equals("IAMAT")) {
      double delta = world.nowNanos() / 1e9 - Double.parseDouble(fields.get(3));
      AtText report =
          new AtText(name, signed(delta, 9), fields.get(1), fields.get(2), fields.get(3));
      tell(report, List.of());
      return report + "\n";
    }
    return "? " + line + "\n";
  }

  private void tell(AtText heard, List<String> visited) {
    double time = Double.parseDouble(heard.time());
    if (time <= newest.getOrDefault(heard.client(), -1.0)) {
      return;
    }
    newest.put(heard.client(), time);
    AtText report = rewrites ? rewrite(heard) : heard;
    world.say(report);
    String line = report + names(visited);
    int times = repeats ? world.chance().between(1, MOST_REPEATS) : 1;
    for (Mouth mouth : mouths) {
      for (int i = 0; i < times; i++) {
        mouth.send(line);
      }
    }
  }

  private String names(List<String> visited) {
    return switch (extra) {
      case NONE -> "";
      case SENDER -> " " + name;
      case VISITED -> (visited.isEmpty() ? "" : " " + String.join(" ", visited)) + " " + name;
    };
  }

  /// The same numbers through floating point, as many a server does.
  private static AtText rewrite(AtText report) {
    String position = report.position();
    int split = Math.max(position.lastIndexOf('+'), position.lastIndexOf('-'));
    String rewritten =
        signed(Double.parseDouble(position.substring(0, split)), 6)
            + signed(Double.parseDouble(position.substring(split)), 6);
    String time = String.format(Locale.ROOT, "%.7f", Double.parseDouble(report.time()));
    String delta = Double.toString(Double.parseDouble(report.delta()));
    return new AtText(report.server(), delta, report.client(), rewritten, time);
  }

  private static String signed(double number, int places) {
    return String.format(Locale.ROOT, "%+." + places + "f", number);
  }
}
