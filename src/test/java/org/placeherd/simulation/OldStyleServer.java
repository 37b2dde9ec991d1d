package org.placeherd.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.placeherd.node.AtText;

/// A server of another make, as protocol §4 describes them: no catch-up, numbers written its own
/// way, names behind the line, an answer to everything that is no command; the rest is a matter of
/// its [Dialect].
final class OldStyleServer implements SimulatedPeer {
  private static final int STALLS_AFTER_LINES = 5;

  private final SimulatedWorld world;
  private final String name;
  private final Dialect dialect;
  private final Map<String, Double> newest = new LinkedHashMap<>();
  private final List<OldStyleLink> links = new ArrayList<>();
  private int linesHeard;

  OldStyleServer(SimulatedWorld world, String name) {
    this.world = world;
    this.name = name;
    dialect = Dialect.of(world.chance());
  }

  void join(SimulatedPeer ear, SimulatedPath path) {
    OldStyleLink link = new OldStyleLink(world, this, ear, path);
    links.add(link);
    path.whenBroken(_ -> link.broken());
  }

  Dialect dialect() {
    return dialect;
  }

  /// Whether it has heard of that client.
  boolean knows(String client) {
    return newest.containsKey(client);
  }

  /// How many lines it has sent to our servers.
  int linesToPeers() {
    return links.stream().mapToInt(OldStyleLink::lines).sum();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  /// Whether it still reads what it is told.
  boolean isReading() {
    return !dialect.stalls() || linesHeard < STALLS_AFTER_LINES;
  }

  @Override
  public SimulatedStream.Inlet accept(SimulatedStream connection) {
    return new SimulatedStream.Inlet() {
      private final LineSplitter lines = new LineSplitter();

      @Override
      public void read(String bytes) {
        lines.add(bytes, line -> heardOn(connection, line));
      }

      @Override
      public boolean isReading() {
        return OldStyleServer.this.isReading();
      }
    };
  }

  private void heardOn(SimulatedStream connection, String line) {
    if (line.startsWith("HELLO") && dialect.onHello() != Dialect.OnHello.COMPLAINS) {
      if (dialect.onHello() == Dialect.OnHello.HANGS_UP) {
        connection.hangUp();
      }
      return;
    }
    String answer = hear(line);
    if (!answer.isEmpty()) {
      connection.answer(answer);
    }
  }

  /// Handles a command; returns the answer.
  String hear(String line) {
    world.note(name, "hears " + line);
    linesHeard++;
    List<String> fields = List.of(line.split(" +", -1));
    if (fields.size() >= 6 && fields.getFirst().equals("AT")) {
      tell(AtText.of(line), fields.subList(6, fields.size()));
      return switch (dialect.onAt()) {
        case IS_SILENT -> "";
        case ACKNOWLEDGES -> "OK\n";
        case ECHOES -> line + "\n";
      };
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
    if (!isPassedOn(heard)) {
      return;
    }
    AtText report =
        switch (dialect.numbers()) {
          case KEPT -> heard;
          case SEVEN_DIGITS -> rewrite(heard, "%.7f");
          case SIX_DIGITS -> rewrite(heard, "%.6f");
        };
    world.said().say(report);
    String line = report + names(visited);
    int times = world.chance().between(1, dialect.mostRepeats());
    for (OldStyleLink link : links) {
      for (int i = 0; i < times && !visited.contains(link.to()); i++) {
        link.send(line);
      }
    }
  }

  private boolean isPassedOn(AtText report) {
    double time = Double.parseDouble(report.time());
    double known = newest.getOrDefault(report.client(), -1.0);
    newest.put(report.client(), Math.max(time, known));
    return switch (dialect.passesOn()) {
      case NEWER -> time > known;
      case NOT_OLDER -> time >= known;
      case ALL -> true;
    };
  }

  private String names(List<String> visited) {
    return switch (dialect.extra()) {
      case NONE -> "";
      case SENDER -> " " + name;
      case VISITED -> (visited.isEmpty() ? "" : " " + String.join(" ", visited)) + " " + name;
    };
  }

  /// The same numbers through floating point, as many a server does.
  private static AtText rewrite(AtText report, String timeFormat) {
    String position = report.position();
    int split = Math.max(position.lastIndexOf('+'), position.lastIndexOf('-'));
    String rewritten =
        signed(Double.parseDouble(position.substring(0, split)), 6)
            + signed(Double.parseDouble(position.substring(split)), 6);
    String time = String.format(Locale.ROOT, timeFormat, Double.parseDouble(report.time()));
    String delta = Double.toString(Double.parseDouble(report.delta()));
    return new AtText(report.server(), delta, report.client(), rewritten, time);
  }

  private static String signed(double number, int places) {
    return String.format(Locale.ROOT, "%+." + places + "f", number);
  }
}
