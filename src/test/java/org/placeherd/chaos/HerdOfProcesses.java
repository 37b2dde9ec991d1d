package org.placeherd.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/// Five servers, each in a process of its own with files of its own. Change the settings first,
/// then start. One thread drives it.
final class HerdOfProcesses implements AutoCloseable {
  static final List<String> NAMES = List.of("Alford", "Bolden", "Hamilton", "Parker", "Welsh");

  /// The links of the preset `w16`.
  static final List<String> SEED_GRAPH =
      List.of("Alford-Parker", "Alford-Welsh", "Bolden-Parker", "Bolden-Welsh", "Hamilton-Parker");

  /// Where a server runs.
  ///
  /// @param host what it listens on
  /// @param prefix what is written before the command that starts it
  record Place(String host, List<String> prefix) {}

  private static final Place HERE = new Place("127.0.0.1", List.of());

  /// Where each server runs; on loopback where nothing else is said.
  final Map<String, Place> places = new HashMap<>();

  /// Follow `serve NAME --config FILE`.
  final List<String> flags = new ArrayList<>();

  /// What is added to the environment of a server.
  final Map<String, Map<String, String>> environments = new HashMap<>();

  /// The proxies that stand in for servers, by who connects and to whom.
  final Map<String, FaultProxy> proxies = new LinkedHashMap<>();

  private final Path directory;
  private final List<String> links;
  private final Map<String, Integer> ports = new TreeMap<>();
  private final Map<String, ServerProcess> running = new ConcurrentSkipListMap<>();
  private final Thread killer = new Thread(() -> running.values().forEach(ServerProcess::kill));
  private int lives;

  /// @param directory where all files of all servers are
  /// @param links such as `Alford-Parker`
  HerdOfProcesses(Path directory, List<String> links) throws IOException {
    this.directory = directory;
    this.links = links;
    for (String name : NAMES) {
      ports.put(name, FreePorts.next());
    }
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /// Every link there can be.
  static List<String> mesh() {
    return NAMES.stream()
        .flatMap(
            one -> NAMES.stream().filter(other -> one.compareTo(other) < 0).map(o -> one + "-" + o))
        .toList();
  }

  /// Puts a proxy on each way of each link.
  HerdOfProcesses throughProxies(Seed seed) throws IOException {
    for (String link : links) {
      String[] ends = link.split("-", -1);
      proxies.put(way(ends[0], ends[1]), proxyTo(ends[1], seed));
      proxies.put(way(ends[1], ends[0]), proxyTo(ends[0], seed));
    }
    return this;
  }

  private FaultProxy proxyTo(String name, Seed seed) throws IOException {
    return new FaultProxy(FreePorts.next(), address(name), seed.random());
  }

  private static String way(String from, String to) {
    return from + ">" + to;
  }

  /// Where a server keeps its files.
  Path data(String name) {
    return directory.resolve(name);
  }

  /// Where clients find a server.
  InetSocketAddress address(String name) {
    return new InetSocketAddress(place(name).host, port(name));
  }

  private int port(String name) {
    return Objects.requireNonNull(ports.get(name), name);
  }

  private Place place(String name) {
    return places.getOrDefault(name, HERE);
  }

  /// The names of those that run.
  Set<String> running() {
    return Set.copyOf(running.keySet());
  }

  /// Starts servers at once and waits until all listen.
  void start(Collection<String> names) throws Exception {
    for (String name : names) {
      launch(name);
    }
    for (String name : names) {
      process(name).awaitListening();
    }
  }

  /// Starts a server and does not wait.
  ServerProcess launch(String name) throws IOException, InterruptedException {
    ServerProcess process = launch(name, configFile(name));
    running.put(name, process);
    return process;
  }

  /// Starts one more process that takes itself for `name`, with another port and the same files.
  ServerProcess launchDouble(String name) throws IOException, InterruptedException {
    String config = Files.readString(configFile(name));
    String own = "port = " + port(name) + "\n";
    Path other = directory.resolve(name + "-double.toml");
    Files.writeString(other, config.replace(own, "port = " + FreePorts.next() + "\n"));
    return launch(name, other);
  }

  private ServerProcess launch(String name, Path configFile)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(place(name).prefix);
    command.addAll(Program.command());
    command.addAll(List.of("serve", name, "--config", configFile.toString()));
    command.addAll(flags);
    lives++;
    return ServerProcess.start(
        name,
        command,
        environments.getOrDefault(name, Map.of()),
        directory.resolve("%s-%d".formatted(name, lives)));
  }

  /// The configuration as this server has it: the others are behind their proxies.
  private Path configFile(String self) throws IOException {
    StringBuilder toml = new StringBuilder("[herd]\nlinks = [");
    toml.append(links.stream().map(link -> '"' + link + '"').collect(Collectors.joining(", ")));
    toml.append("]\n");
    for (String name : NAMES) {
      FaultProxy proxy = proxies.get(way(self, name));
      int port = proxy == null ? port(name) : proxy.port();
      toml.append(
          "[[herd.servers]]\nname = \"%s\"\nhost = \"%s\"\nport = %d\n"
              .formatted(name, place(name).host, port));
    }
    toml.append(
        "[server]\ndata = \"%s\"\nevents = \"off\"\n[http]\nport = \"off\"\n"
            .formatted(data(self)));
    return Files.writeString(directory.resolve(self + ".toml"), toml);
  }

  ServerProcess process(String name) {
    return Objects.requireNonNull(running.get(name), name + " does not run");
  }

  /// The proxy between one who connects and one who is connected to.
  FaultProxy proxy(String from, String to) {
    return Objects.requireNonNull(proxies.get(way(from, to)), "no link");
  }

  /// kill -9, all of them at once; returns when they are dead.
  void kill(Collection<String> names) {
    for (String name : names) {
      process(name).kill();
    }
    for (String name : names) {
      process(name).awaitEnd();
      running.remove(name);
    }
  }

  /// SIGTERM to all of them at once; returns when they have ended.
  void stop(Collection<String> names) throws Exception {
    for (String name : names) {
      process(name).terminate();
    }
    for (String name : names) {
      process(name).awaitEnd();
      running.remove(name);
    }
  }

  /// What the servers have complained of.
  String errors() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Map.Entry<String, ServerProcess> server : running.entrySet()) {
      server
          .getValue()
          .errors()
          .lines()
          .filter(line -> !line.startsWith("SLF4J"))
          .forEach(line -> all.append(server.getKey()).append(": ").append(line).append('\n'));
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    kill(List.copyOf(running.keySet()));
    for (FaultProxy proxy : proxies.values()) {
      proxy.close();
    }
    Runtime.getRuntime().removeShutdownHook(killer);
  }
}
