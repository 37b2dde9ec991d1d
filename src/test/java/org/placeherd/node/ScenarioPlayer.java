package org.placeherd.node;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.placeherd.node.Scenario.Action;
import org.placeherd.node.Scenario.Step;

/// Plays a scenario against a herd and fails at the first line that is not as written.
///
/// At the end every connection that was not closed is closed for output, and nothing more may come.
public final class ScenarioPlayer {
  private static final String PLACES = "{places}";

  private final Scenario scenario;
  private final ScenarioTarget target;
  private final ScenarioText text = new ScenarioText();
  private final Set<String> open = new LinkedHashSet<>();

  private ScenarioPlayer(Scenario scenario, ScenarioTarget target) {
    this.scenario = scenario;
    this.target = target;
  }

  /// Starts the scenario's herd on the target and plays it. The caller closes the target.
  public static void play(Scenario scenario, ScenarioTarget target) {
    target.start(scenario.herd());
    new ScenarioPlayer(scenario, target).play();
  }

  private void play() {
    for (Step step : scenario.steps()) {
      try {
        play(step.action());
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(scenario.name() + ":" + step.line() + ": " + e.getMessage(), e);
      }
    }
    for (String connection : open) {
      target.endOutput(connection);
      expectEnd(connection);
    }
  }

  private void play(Action action) {
    switch (action) {
      case Scenario.Connect(String connection, String server, boolean mayTell) -> {
        target.connect(connection, server, mayTell);
        open.add(connection);
      }
      case Scenario.Send(String connection, String bytes) -> target.send(connection, bytes);
      case Scenario.Expect(String connection, String pattern) -> expect(connection, pattern);
      case Scenario.EndOutput(String connection) -> target.endOutput(connection);
      case Scenario.Close(String connection) -> {
        open.remove(connection);
        target.close(connection);
      }
      case Scenario.ExpectEnd(String connection) -> {
        open.remove(connection);
        expectEnd(connection);
      }
      case Scenario.AwaitFlood() -> target.awaitFlood();
      case Scenario.Stop(String server) -> target.stop(server);
      case Scenario.Restart(String server) -> target.restart(server);
    }
  }

  private void expect(String connection, String pattern) {
    if (pattern.equals(PLACES)) {
      expectPlaces(connection);
      return;
    }
    Optional<String> line = target.receive(connection);
    if (line.isEmpty() || !text.matches(pattern, line.get())) {
      throw new AssertionError(
          "%s should get '%s' but got %s"
              .formatted(connection, pattern, line.map(l -> "'" + l + "'").orElse("the end")));
    }
  }

  /// A JSON object over any number of lines, none of them empty, then one empty line.
  private void expectPlaces(String connection) {
    StringBuilder body = new StringBuilder();
    String line = target.receive(connection).orElse("");
    while (!line.isEmpty()) {
      body.append(line).append('\n');
      line = target.receive(connection).orElse("");
    }
    String json = body.toString().trim();
    boolean isPlaces =
        json.startsWith("{")
            && json.endsWith("}")
            && json.contains("\"html_attributions\"")
            && json.contains("\"results\"")
            && json.contains("\"status\"");
    if (!isPlaces) {
      throw new AssertionError(connection + " should get places but got '" + json + "'");
    }
  }

  private void expectEnd(String connection) {
    target
        .receive(connection)
        .ifPresent(line -> {
          throw new AssertionError(connection + " should get nothing more but got '" + line + "'");
        });
  }
}
