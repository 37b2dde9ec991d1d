package org.placeherd.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.ServerAddress;

/// All servers of a preset, each in a process of its own.
final class DemoHerd {
  /// How long a server may take to listen. Half a second is the rule; a loaded machine gets more.
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  /// How long a server may take to stop before it is ended the hard way.
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final List<HerdProcess> processes = new ArrayList<>();
  private boolean stopped;

  /// Refuses if one of the ports is taken.
  static void requireFreePorts(HerdConfig herd) throws CommandFailure {
    for (ServerAddress server : herd.servers()) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
      } catch (IOException e) {
        throw new CommandFailure(
            "Port "
                + server.port()
                + " for "
                + server.name()
                + " is taken; stop what listens there, or choose other ports, for example with"
                + " --port-base "
                + otherBase(herd)
                + ".");
      }
    }
  }

  /// A thousand further, or back if that is too far.
  private static int otherBase(HerdConfig herd) {
    int base = herd.servers().get(0).port();
    return base < 60_000 ? base + 1000 : base - 1000;
  }

  /// Starts all servers at once and waits until each listens.
  void start(HerdConfig herd, String preset, Path data)
      throws CommandFailure, InterruptedException {
    for (ServerAddress server : herd.servers()) {
      List<String> command = new ArrayList<>(ServeLauncher.prefix());
      command.addAll(List.of("serve", server.name(), "--preset", preset));
      command.addAll(
          List.of("--port-base", String.valueOf(herd.servers().get(0).port()), "--data"));
      command.add(data.toString());
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
