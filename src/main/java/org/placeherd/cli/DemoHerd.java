package org.placeherd.cli;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.ServerAddress;

/// All servers of a preset, each in a process of its own.
final class DemoHerd {
  /// How long a server may take to listen. Half a second is the rule; a loaded machine gets more.
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  /// How long a server may take to stop before it is ended the hard way.
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /// How long after a server did not answer it may turn out that it has ended.
  private static final Duration DEATH_PATIENCE = Duration.ofSeconds(2);

  private final List<HerdProcess> processes = new ArrayList<>();
  private boolean stopped;

  /// Refuses if one of the ports is taken.
  static void requireFreePorts(HerdConfig herd) throws CommandFailure {
    for (ServerAddress server : herd.servers()) {
      requireFree(server.port(), server.name(), server, herd);
      OptionalInt http = herd.http().port().beside(server.port());
      if (http.isPresent()) {
        requireFree(http.getAsInt(), "the HTTP of " + server.name(), server, herd);
      }
    }
  }

  private static void requireFree(int port, String what, ServerAddress server, HerdConfig herd)
      throws CommandFailure {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(server.host()), port));
    } catch (IOException e) {
      throw new CommandFailure(
          "Port "
              + port
              + " for "
              + what
              + " is taken; stop what listens there, or choose other ports, for example with"
              + " --port-base "
              + otherBase(herd)
              + ".");
    }
  }

  /// A thousand further, or back if that is too far.
  private static int otherBase(HerdConfig herd) {
    int base = herd.servers().get(0).port();
    return base < 60_000 ? base + 1000 : base - 1000;
  }

  /// Starts all servers at once and waits until each listens.
  ///
  /// @param tokens the file of tokens that the servers ask for
  void start(HerdConfig herd, String preset, Path data, Optional<Path> tokens)
      throws CommandFailure, InterruptedException {
    for (ServerAddress server : herd.servers()) {
      List<String> command = new ArrayList<>(ServeLauncher.prefix());
      command.addAll(List.of("serve", server.name(), "--preset", preset));
      command.addAll(
          List.of("--port-base", String.valueOf(herd.servers().get(0).port()), "--data"));
      command.add(data.toString());
      tokens.ifPresent(file -> command.addAll(List.of("--tokens", file.toString())));
      add(server.name(), command);
    }
    for (HerdProcess process : snapshot()) {
      process.awaitListening(START_PATIENCE);
    }
  }

  private synchronized void add(String name, List<String> command) throws CommandFailure {
    if (!stopped) {
      processes.add(HerdProcess.start(name, command));
    }
  }

  private synchronized List<HerdProcess> snapshot() {
    return List.copyOf(processes);
  }

  /// A server that has ended, if one has.
  Optional<HerdProcess> dead() {
    return snapshot().stream().filter(process -> !process.isAlive()).findFirst();
  }

  /// The same, but waits a moment: the sockets of a process are gone before it is.
  Optional<HerdProcess> awaitDead() throws InterruptedException {
    CompletableFuture<?>[] ends =
        snapshot().stream().map(HerdProcess::end).toArray(CompletableFuture<?>[]::new);
    try {
      Object _ = CompletableFuture.anyOf(ends).get(DEATH_PATIENCE.toMillis(), MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty(); // they all live
    }
    return dead();
  }

  /// Stops all servers and waits until they have; more often than once does no harm.
  void stop() throws InterruptedException {
    synchronized (this) {
      stopped = true;
    }
    List<HerdProcess> all = snapshot();
    all.forEach(HerdProcess::stop);
    for (HerdProcess process : all) {
      process.awaitStopped(STOP_PATIENCE);
    }
  }
}
