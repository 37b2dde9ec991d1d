package org.placeherd.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /// How long a herd on a loaded machine may take to agree once all is well: links come back within
  /// two seconds, and what they miss is found by a comparison every ten.
  private static final Duration AGREEMENT = Duration.ofSeconds(60);

  /// Between two looks at the herd.
  private static final Duration LOOK = Duration.ofMillis(100);

  /// No server of ours is silent so long, unless it is stopped.
  private static final int ANSWER_MILLIS = 10_000;

  private static final int QUESTIONS_AT_ONCE = 100;

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
    toml.append("[server]\ndata = \"%s\"\nevents = \"off\"\n".formatted(data(self)));
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

  /// Waits until all running servers say the same of every client, and it is what the ledger
  /// allows. There must be no load.
  void awaitAgreement(Ledger ledger) throws Exception {
    long deadline = System.nanoTime() + AGREEMENT.toNanos();
    List<String> problems = problems(ledger);
    while (!problems.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(String.join("\n", problems) + "\n" + errors());
      }
      Thread.sleep(LOOK);
      problems = problems(ledger);
    }
  }

  /// What keeps the running servers from agreement now.
  List<String> problems(Ledger ledger) throws IOException {
    Map<String, Map<String, String>> views = new TreeMap<>();
    for (String name : running.keySet()) {
      views.put(name, view(name, ledger));
    }
    ledger.requireNoViolation();
    return ledger.problems(views);
  }

  /// The AT line of every client the server knows.
  Map<String, String> view(String name, Ledger ledger) throws IOException {
    Map<String, String> view = new HashMap<>();
    List<String> clients = List.copyOf(ledger.clients());
    try (Conversation asker = new Conversation(address(name), ANSWER_MILLIS)) {
      for (int from = 0; from < clients.size(); from += QUESTIONS_AT_ONCE) {
        List<String> some =
            clients.subList(from, Math.min(clients.size(), from + QUESTIONS_AT_ONCE));
        List<Ledger.Question> questions =
            some.stream().map(client -> ledger.asks(name, client)).toList();
        asker.send(some.stream().map("WHATSAT %s 0 0\n"::formatted).collect(Collectors.joining()));
        for (Ledger.Question question : questions) {
          String answer = asker.answer();
          ledger.answered(question, answer);
          if (!answer.startsWith("?")) {
            view.put(question.client(), answer);
          }
        }
      }
    }
    return view;
  }

  /// What the servers have complained of.
  private String errors() throws IOException {
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
