package org.placeherd.node;

import java.util.List;

/// A transcript: a herd, and what is said to it and comes back, in order. `docs/testing.md` has the
/// format.
///
/// @param name the file's name, for failure messages
/// @param anyMake whether it holds for servers of other makes, too
public record Scenario(String name, ScenarioHerd herd, List<Step> steps, boolean anyMake) {
  /// Copies the list.
  public Scenario {
    steps = List.copyOf(steps);
  }

  /// Whether a connection is opened from which no AT is taken. Where every address is a peer's,
  /// such a scenario cannot be played.
  public boolean needsStranger() {
    return steps.stream()
        .anyMatch(step -> step.action() instanceof Connect(_, _, boolean mayTell) && !mayTell);
  }

  /// Whether a connection tells or greets as a peer does, and may.
  public boolean speaksAsPeer(String connection) {
    return steps.stream()
            .anyMatch(step ->
                step.action() instanceof Send(String from, String text)
                    && from.equals(connection)
                    && text.endsWith("\n")
                    && List.of("AT ", "GONE ", "HELLO ").stream().anyMatch(text::startsWith))
        && steps.stream()
            .noneMatch(step ->
                step.action() instanceof Connect(String from, _, boolean mayTell)
                    && from.equals(connection)
                    && !mayTell);
  }

  /// One line of the file.
  ///
  /// @param line its number, from 1
  public record Step(int line, Action action) {}

  /// What a line of the file does.
  sealed interface Action {}

  record Connect(String connection, String server, boolean mayTell) implements Action {}

  record Send(String connection, String text) implements Action {}

  record Expect(String connection, String pattern) implements Action {}

  record EndOutput(String connection) implements Action {}

  record Close(String connection) implements Action {}

  record ExpectEnd(String connection) implements Action {}

  record AwaitFlood() implements Action {}

  record Stop(String server) implements Action {}

  record Restart(String server) implements Action {}
}
