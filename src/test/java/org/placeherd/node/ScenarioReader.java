package org.placeherd.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.Scenario.Action;
import org.placeherd.node.Scenario.Step;
import org.placeherd.node.ScenarioHerd.OldStylePeer;
import org.placeherd.node.ScenarioHerd.ScenarioLink;

/// Reads scenario files.
public final class ScenarioReader {
  private static final Path FOLDER = Path.of("src", "test", "resources", "scenarios");
  private static final Pattern SAYS = Pattern.compile("(\\w+)(>>|>|<)(?: (.*))?");

  private final String name;
  private final List<String> servers = new ArrayList<>();
  private final List<ScenarioLink> links = new ArrayList<>();
  private final List<OldStylePeer> peers = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private boolean anyMake;

  private ScenarioReader(String name) {
    this.name = name;
  }

  /// All scenarios, in the order of their names.
  public static List<Scenario> all() throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        scenarios.add(read(file));
      }
    }
    return scenarios;
  }

  private static Scenario read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return parse(file.getFileName().toString(), text);
  }

  /// Parses the text of one scenario, one character a byte.
  static Scenario parse(String name, String text) {
    ScenarioReader reader = new ScenarioReader(name);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      reader.take(i + 1, lines.get(i));
    }
    ScenarioHerd herd = new ScenarioHerd(reader.servers, reader.links, reader.peers);
    return new Scenario(name, herd, reader.steps, reader.anyMake);
  }

  private void take(int number, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    Matcher says = SAYS.matcher(line);
    Optional<Action> action =
        says.matches()
            ? Optional.of(says(says.group(1), says.group(2), Optional.ofNullable(says.group(3))))
            : direct(number, Arrays.asList(line.trim().split(" +", -1)));
    action.ifPresent(a -> steps.add(new Step(number, a)));
  }

  private static Action says(String connection, String mark, Optional<String> words) {
    String text = words.orElse("");
    return switch (mark) {
      case ">" -> new Scenario.Send(connection, ScenarioText.unescape(text) + "\n");
      case ">>" -> new Scenario.Send(connection, ScenarioText.unescape(text));
      default -> new Scenario.Expect(connection, text);
    };
  }

  /// A directive: what the herd is (no action), or what happens to it.
  private Optional<Action> direct(int number, List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "servers" -> servers.addAll(rest);
      case "links" -> rest.forEach(pair -> links.add(link(pair)));
      case "old-style" -> peers.add(peer(rest));
      case "any-make" -> anyMake = true;
      default -> {
        return Optional.of(action(number, words));
      }
    }
    return Optional.empty();
  }

  private Action action(int number, List<String> words) {
    String first = words.size() > 1 ? words.get(1) : "";
    return switch (words.getFirst()) {
      case "connect" ->
          new Scenario.Connect(first, words.get(2), !words.getLast().equals("stranger"));
      case "halfclose" -> new Scenario.EndOutput(first);
      case "close" -> new Scenario.Close(first);
      case "closed" -> new Scenario.ExpectEnd(first);
      case "stop" -> new Scenario.Stop(first);
      case "restart" -> new Scenario.Restart(first);
      case "wait" -> new Scenario.AwaitFlood();
      default ->
          throw new IllegalArgumentException(
              "%s:%d: '%s' is no directive; docs/testing.md lists them."
                  .formatted(name, number, words.getFirst()));
    };
  }

  private static ScenarioLink link(String pair) {
    int dash = pair.indexOf('-');
    return new ScenarioLink(pair.substring(0, dash), pair.substring(dash + 1));
  }

  private static OldStylePeer peer(List<String> words) {
    ExtraFields extra =
        words.contains("sender")
            ? ExtraFields.SENDER
            : words.contains("visited") ? ExtraFields.VISITED : ExtraFields.NONE;
    return new OldStylePeer(words.get(0), words.get(1), extra, words.contains("crlf"));
  }
}
