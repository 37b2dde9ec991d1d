package org.placeherd.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The connections of a scenario that is played on real sockets, by their names.
final class ScenarioConnections implements AutoCloseable {
  private final Map<String, ScenarioConnection> connections = new LinkedHashMap<>();

  /// Does what may fail in ways that a scenario has no word for.
  static <T> T run(Callable<T> task) {
    try {
      return task.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private ScenarioConnection connection(String name) {
    return Objects.requireNonNull(connections.get(name), () -> name + " is closed");
  }

  void add(String name, ScenarioConnection connection) {
    connections.put(name, connection);
  }

  void send(String name, String bytes) {
    run(() -> {
      connection(name).send(bytes);
      return true;
    });
  }

  Optional<String> receive(String name) {
    return run(() -> {
      try {
        return Optional.of(connection(name).line());
      } catch (EOFException e) {
        return Optional.empty();
      }
    });
  }

  void endOutput(String name) {
    run(() -> {
      connection(name).endOutput();
      return true;
    });
  }

  void close(String name) {
    run(() -> {
      connection(name).close();
      connections.remove(name);
      return true;
    });
  }

  @Override
  public void close() {
    run(() -> {
      for (ScenarioConnection connection : connections.values()) {
        connection.close();
      }
      return true;
    });
  }
}
