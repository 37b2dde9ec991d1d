package org.placeherd.server;

import static org.placeherd.server.ScenarioConnections.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.placeherd.node.ScenarioHerd;
import org.placeherd.node.ScenarioTarget;

/// A mixed herd, for playing those scenarios that hold for any make.
final class MixedScenarioHerd implements ScenarioTarget {
  private final Path data;
  private final Map<String, ForeignMake> makes;
  private final ScenarioConnections connections = new ScenarioConnections();
  private final Map<String, String> servers = new HashMap<>();
  private final Set<String> clients = new HashSet<>();
  private @Nullable MixedHerd herd;

  /// @param makes which servers are of another make than ours
  MixedScenarioHerd(Path data, Map<String, ForeignMake> makes) {
    this.data = data;
    this.makes = makes;
  }

  private MixedHerd herd() {
    return Objects.requireNonNull(herd, "started");
  }

  @Override
  public void start(ScenarioHerd scenario) {
    String names = String.join(" ", scenario.servers());
    String links =
        String.join(
            " ", scenario.links().stream().map(link -> link.one() + "-" + link.other()).toList());
    run(() -> {
      herd = new MixedHerd(data, names, links, makes);
      return herd.startAll();
    });
  }

  @Override
  public void connect(String connection, String server, boolean mayTell) {
    servers.put(connection, server);
    connections.add(connection, run(() -> herd().client(server)));
  }

  @Override
  public void send(String connection, String bytes) {
    for (String line : bytes.split("\n", -1)) {
      String[] fields = line.trim().split(" +", -1);
      if (fields[0].equals("IAMAT") && fields.length == 4) {
        clients.add(fields[1]);
      } else if (fields[0].equals("AT") && fields.length >= 6) {
        clients.add(fields[3]);
      }
    }
    connections.send(connection, bytes);
  }

  @Override
  public Optional<String> receive(String connection) {
    ForeignMake make = herd().make(Objects.requireNonNull(servers.get(connection)));
    while (true) {
      Optional<String> line = connections.receive(connection);
      if (line.isEmpty() || make == null || !make.isAcknowledgement(line.get())) {
        return line;
      }
    }
  }

  @Override
  public void endOutput(String connection) {
    connections.endOutput(connection);
  }

  @Override
  public void close(String connection) {
    connections.close(connection);
  }

  /// Waits until all agree on every client that was mentioned.
  @Override
  public void awaitFlood() {
    run(() -> {
      herd().awaitAgreement(clients);
      return true;
    });
  }

  @Override
  public void stop(String server) {
    run(() -> {
      herd().stop(server);
      return true;
    });
  }

  @Override
  public void restart(String server) {
    run(() -> {
      herd().start(server);
      return true;
    });
  }

  /// Stops everything; fails if a server of another make has ended before.
  @Override
  public void close() {
    connections.close();
    if (herd != null) {
      try {
        run(() -> {
          herd().assertAlive();
          return true;
        });
      } finally {
        herd.close();
      }
    }
  }
}
