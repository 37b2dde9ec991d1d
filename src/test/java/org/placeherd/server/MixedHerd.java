package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.server.ScenarioConnections.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A herd of our servers, in this process, and of servers of other makes, in processes of their
/// own, on free ports of this machine.
final class MixedHerd implements AutoCloseable {
  private final TestHerd ours;
  private final Path data;
  private final Map<String, ForeignMake> makes;
  private final Map<String, ForeignProcess> theirs = new LinkedHashMap<>();

  /// What a server of another make is given besides name, addresses and log.
  private final List<String> moreArguments;

  /// @param links such as `Alford-Bolden Bolden-Hamilton`
  /// @param makes which servers are of another make than ours
  MixedHerd(
      Path data,
      String names,
      String links,
      Map<String, ForeignMake> makes,
      String... moreArguments)
      throws IOException {
    this.data = data;
    this.makes = Map.copyOf(makes);
    this.moreArguments = List.of(moreArguments);
    ours = new TestHerd(data, names, links);
    makes.forEach((name, make) -> ours.dialects.put(name, make.dialect()));
  }

  List<String> names() {
    return ours.names();
  }

  @Nullable ForeignMake make(String name) {
    return makes.get(name);
  }

  LineClient client(String name) throws IOException {
    return ours.client(name);
  }

  /// Starts all servers; returns when they listen and our links are up.
  MixedHerd startAll() throws Exception {
    for (String name : names()) {
      if (makes.containsKey(name)) {
        launch(name);
      } else {
        ours.start(name);
      }
    }
    for (Map.Entry<String, ForeignProcess> each : theirs.entrySet()) {
      each.getValue().awaitListening(ours.port(each.getKey()));
    }
    for (String name : names()) {
      awaitLinks(name);
    }
    return this;
  }

  void start(String name) throws Exception {
    if (makes.containsKey(name)) {
      launch(name).awaitListening(ours.port(name));
    } else {
      ours.start(name);
    }
    awaitLinks(name);
    for (String neighbour : ours.neighboursOf(name)) {
      if (isRunning(neighbour)) {
        awaitLinks(neighbour);
      }
    }
  }

  private ForeignProcess launch(String name) throws IOException {
    ForeignMake make = Objects.requireNonNull(makes.get(name));
    List<String> command = new ArrayList<>(make.command());
    command.addAll(List.of(name, "--listen", "127.0.0.1:" + ours.port(name)));
    for (String neighbour : ours.neighboursOf(name)) {
      command.add("--neighbour");
      command.add(neighbour + "=127.0.0.1:" + ours.port(neighbour));
    }
    command.addAll(List.of("--log", data.toString()));
    command.addAll(moreArguments);
    ForeignProcess process =
        ForeignProcess.start(command, Map.of(), data.resolve(name + ".printed"));
    theirs.put(name, process);
    return process;
  }

  private boolean isRunning(String name) {
    return theirs.containsKey(name) || ours.running().contains(name);
  }

  /// Waits until a server of ours is linked to its running neighbours. What a server of another
  /// make is linked to it does not say; it keeps what it has to tell until it is.
  private void awaitLinks(String name) throws Exception {
    for (String neighbour : ours.neighboursOf(name)) {
      if (ours.running().contains(name) && isRunning(neighbour)) {
        ours.awaitLink(name, neighbour);
      }
    }
  }

  /// Stops a server; returns when its neighbours have noticed.
  void stop(String name) throws Exception {
    Map<String, Long> losses = new LinkedHashMap<>();
    for (String neighbour : ours.neighboursOf(name)) {
      if (isRunning(neighbour)) {
        awaitForeignLink(neighbour, name);
        losses.put(neighbour, losses(neighbour, name));
      }
    }
    if (theirs.containsKey(name)) {
      Objects.requireNonNull(theirs.remove(name)).stop();
    } else {
      ours.stop(name);
    }
    for (Map.Entry<String, Long> each : losses.entrySet()) {
      awaitLoss(each.getKey(), name, each.getValue());
    }
  }

  /// A server of another make may have been told of everything on another way, and not be linked
  /// yet: then it would have no link to lose. Once such a test waited for its loss in vain.
  private void awaitForeignLink(String server, String other) throws Exception {
    ForeignMake make = makes.get(server);
    if (make != null && make.dialect().connection() != PeerDialect.Connection.PER_MESSAGE) {
      Await.until(
          server + " is linked to " + other,
          () -> linkEvents(server, other, "up") > losses(server, other));
    }
  }

  private void awaitLoss(String server, String lost, long before) throws Exception {
    ForeignMake make = makes.get(server);
    PeerDialect.Connection ways =
        (make == null ? Objects.requireNonNull(dialect(lost)) : make.dialect()).connection();
    if (ways == PeerDialect.Connection.PER_MESSAGE) {
      return; // it notices with its next message, and keeps that
    }
    String what = server + " misses " + lost;
    if (make == null) {
      Await.until(what, () -> !ours.link(server, lost).get("up").asBoolean());
    } else {
      Await.until(what, () -> losses(server, lost) > before);
    }
  }

  private PeerDialect dialect(String name) {
    return ours.dialects.getOrDefault(name, PeerDialect.DEFAULT);
  }

  /// How often a server of another make has lost its link to another, as its log says.
  private long losses(String server, String lost) throws IOException {
    return linkEvents(server, lost, "lost");
  }

  private long linkEvents(String server, String other, String event) throws IOException {
    Path log = ours.log(server);
    if (!makes.containsKey(server) || !Files.exists(log)) {
      return 0;
    }
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.endsWith(" link " + other + " " + event)).count();
    }
  }

  /// Waits until all servers that reach each other say the same of each client, to the byte. Then
  /// no flood is under way that could still change anything: what a server passes on it has kept.
  void awaitAgreement(Set<String> clients) throws Exception {
    Map<String, LineClient> askers = new LinkedHashMap<>();
    try {
      for (String name : names()) {
        if (isRunning(name)) {
          askers.put(name, client(name));
        }
      }
      for (String name : askers.keySet()) {
        for (String neighbour : ours.neighboursOf(name)) {
          if (askers.containsKey(neighbour)) {
            for (String client : clients) {
              awaitAgreement(askers, name, neighbour, client);
            }
          }
        }
      }
    } finally {
      for (LineClient asker : askers.values()) {
        asker.close();
      }
    }
  }

  private static void awaitAgreement(
      Map<String, LineClient> askers, String one, String other, String client) throws Exception {
    Set<String> seen = new HashSet<>();
    try {
      Await.until(
          one + " and " + other + " agree on " + client,
          () -> {
            String first = at(Objects.requireNonNull(askers.get(one)), client);
            String second = at(Objects.requireNonNull(askers.get(other)), client);
            seen.add(first + " | " + second);
            return first.equals(second);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; they said " + seen, e);
    }
  }

  /// The client's AT line as a server has it, or its complaint.
  static String at(LineClient server, String client) throws IOException {
    return server.whatsat(client).lines().findFirst().orElse("");
  }

  /// The log of a server of another make.
  Path log(String name) {
    return ours.log(name);
  }

  /// Fails unless all that were started and not stopped still run.
  void assertAlive() throws IOException {
    for (Map.Entry<String, ForeignProcess> each : theirs.entrySet()) {
      if (!each.getValue().isAlive()) {
        throw new AssertionError(each.getKey() + " ended: " + each.getValue().printed());
      }
    }
  }

  /// Stops all; fails if a server of another make printed anything, as they do where they fail.
  @Override
  public void close() {
    ours.close();
    theirs.values().forEach(ForeignProcess::stop);
    theirs.forEach((name, process) -> assertThat(run(process::printed)).as(name).isEmpty());
    theirs.clear();
  }
}
