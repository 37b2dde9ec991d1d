package org.placeherd.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.placeherd.places.PlacesGateway;
import org.placeherd.places.PlacesProvider;
import org.placeherd.transport.HerdSecret;
import org.placeherd.transport.Introduction;

/// A herd of real servers in this process, on free ports of this machine, with places of the test's
/// own. Change the settings first, then start.
final class TestHerd implements AutoCloseable {
  /// Below the ports that systems give to outgoing connections, so that nobody else takes one
  /// between two starts.
  private static final int FIRST_PORT = 14_000;

  private static final int LAST_PORT = 31_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static int nextPort = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);

  final TestPlaces places = new TestPlaces();
  ServerOptions options;
  Limits limits = Limits.DEFAULT;
  LinePortOptions linePort = LinePortOptions.DEFAULT;
  Map<String, PeerDialect> dialects = new HashMap<>();
  PlacesOptions placesOptions = PlacesOptions.DEFAULT;
  Duration placesDeadline = Duration.ofSeconds(10);
  HttpPort http = new HttpPort.Off();

  /// How HTTP is answered on a port.
  Function<HttpPort, HttpOptions> httpOptions = HttpOptions::on;

  /// Whether each server that starts answers HTTP, on a port of its own.
  boolean withHttp;

  /// Where servers get places from, if not from [#places].
  Optional<PlacesProvider> provider = Optional.empty();

  /// What clients speak TLS with, if they do; as a server of the herd, so that they may tell.
  Optional<SSLContext> tls = Optional.empty();

  /// What this test, as a tool, proves to know where the herd has a secret.
  Optional<HerdSecret> secret = Optional.empty();

  long idlePeerMillis = 300_000;
  boolean withStranger;

  private final List<ServerAddress> servers = new ArrayList<>();
  private final List<Link> links;
  private final Path data;
  private final Map<String, HerdServer> running = new LinkedHashMap<>();
  private final Map<String, Integer> httpPorts = new HashMap<>();

  /// @param links such as `Alford-Bolden Bolden-Hamilton`
  TestHerd(Path data, String names, String links) throws IOException {
    this.data = data;
    this.links =
        Stream.of(links.split(" ", -1))
            .filter(link -> !link.isEmpty())
            .map(link -> link.split("-", -1))
            .map(ends -> new Link(ends[0], ends[1]))
            .toList();
    for (String name : names.split(" ", -1)) {
      servers.add(new ServerAddress(name, "127.0.0.1", freePort()));
    }
    options =
        new ServerOptions(
            data,
            Acknowledgement.DISK,
            EventMode.OFF,
            StaleReply.LITERAL,
            false,
            Duration.ZERO,
            Set.of());
  }

  /// A herd of one.
  static TestHerd alone(Path data) throws IOException {
    return new TestHerd(data, "Alford", "");
  }

  /// The herd of a preset, moved to free ports.
  static TestHerd preset(Path data, String name) throws IOException {
    HerdConfig preset = Presets.herd(name, 1).orElseThrow();
    return new TestHerd(
        data,
        String.join(" ", preset.serverNames()),
        String.join(" ", preset.links().stream().map(Link::toString).toList()));
  }

  static synchronized int freePort() throws IOException {
    while (true) {
      nextPort = nextPort >= LAST_PORT ? FIRST_PORT : nextPort + 1;
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), nextPort);
      try (ServerSocket probe = new ServerSocket();
          var _ = new DatagramSocket(address)) {
        probe.setReuseAddress(true);
        probe.bind(address);
        return nextPort;
      } catch (java.net.BindException e) {
        // somebody has it; look on
      }
    }
  }

  TestHerd events(EventMode mode) {
    options =
        new ServerOptions(
            data,
            options.acknowledgement(),
            mode,
            options.staleReply(),
            options.closeAfterReply(),
            options.partialLineTimeout(),
            options.oldStylePeers());
    return this;
  }

  /// Changes when reports are acknowledged.
  TestHerd acknowledge(Acknowledgement when) {
    options =
        new ServerOptions(
            data,
            when,
            options.events(),
            options.staleReply(),
            options.closeAfterReply(),
            options.partialLineTimeout(),
            options.oldStylePeers());
    return this;
  }

  /// Changes how to speak to a server.
  TestHerd dialect(String name, UnaryOperator<PeerDialect> change) {
    dialects.merge(name, change.apply(PeerDialect.DEFAULT), (before, _) -> change.apply(before));
    return this;
  }

  HerdConfig config() {
    List<ServerAddress> all = new ArrayList<>(servers);
    if (withStranger) {
      all.add(new ServerAddress("Stranger", "192.0.2.1", 9)); // on another machine, without a link
    }
    return new HerdConfig(
        all,
        links,
        HerdConfig.DEFAULT_TOLERANCE,
        dialects,
        options,
        limits,
        EventLogLimits.DEFAULT,
        placesOptions,
        linePort,
        httpOptions.apply(http));
  }

  TestHerd start(String name) throws StartupException {
    if (withHttp) {
      http = new HttpPort.Fixed(httpPorts.computeIfAbsent(name, _ -> freeHttpPort()));
    }
    ServerSettings settings = ServerSettings.of(config(), name, false);
    PlacesGateway gateway = new PlacesGateway(provider.orElse(places), placesDeadline.toMillis());
    running.put(name, HerdServer.start(settings, gateway, idlePeerMillis));
    return this;
  }

  TestHerd startAll() throws StartupException {
    for (ServerAddress server : servers) {
      start(server.name());
    }
    return this;
  }

  private static int freeHttpPort() {
    try {
      return freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Has the server answer HTTP, starts it and waits until it does. Returns the port.
  int startWithHttp(String name) throws Exception {
    http = new HttpPort.Fixed(freePort());
    start(name);
    return httpPort(name);
  }

  /// Waits until the server answers HTTP. Returns the port.
  int httpPort(String name) throws Exception {
    return Objects.requireNonNull(running.get(name))
        .http()
        .toCompletableFuture()
        .get()
        .orElseThrow();
  }

  HerdServer server(String name) {
    return Objects.requireNonNull(running.get(name), name + " runs");
  }

  void stop(String name) {
    HerdServer server = running.remove(name);
    if (server != null) {
      server.close();
    }
  }

  List<String> names() {
    return servers.stream().map(ServerAddress::name).toList();
  }

  Set<String> running() {
    return Set.copyOf(running.keySet());
  }

  List<String> neighboursOf(String name) {
    return config().neighboursOf(name).stream().map(ServerAddress::name).toList();
  }

  int port(String name) {
    return servers.stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow()
        .port();
  }

  LineClient client(String name) throws IOException {
    return tls.isPresent()
        ? LineClient.connect(port(name), tls.get())
        : LineClient.connect(port(name));
  }

  Path log(String name) {
    return data.resolve("server-" + name + ".log");
  }

  /// Says HELLO in that name, and proves the secret if there is one.
  void greet(LineClient client, String name, String server) throws IOException {
    Introduction introduction = new Introduction(name, server, false, secret);
    introduction.judge(client.ask(introduction.begin().strip()));
    if (introduction.proofLine().isPresent()) {
      client.ask(introduction.proofLine().get().strip());
    }
  }

  /// What a server says of itself.
  JsonNode status(String name) throws IOException {
    try (LineClient tool = client(name)) {
      greet(tool, "-", name);
      return JSON.readTree(tool.ask("STATUS").substring("STATUS ".length()));
    }
  }

  /// What a server says of its link to `peer`.
  JsonNode link(String name, String peer) throws IOException {
    for (JsonNode link : status(name).get("links")) {
      if (link.get("peer").asText().equals(peer)) {
        return link;
      }
    }
    throw new IllegalArgumentException(name + " has no link to " + peer);
  }

  /// Waits until every running server is linked to every running neighbour.
  TestHerd awaitLinks() throws Exception {
    for (String name : running.keySet()) {
      for (String peer : neighboursOf(name)) {
        if (running.containsKey(peer)) {
          awaitLink(name, peer);
        }
      }
    }
    return this;
  }

  void awaitLink(String name, String peer) throws Exception {
    Await.until(name + " is linked to " + peer, () -> link(name, peer).get("up").asBoolean());
  }

  /// Waits until nobody has anything to tell and nothing is on its way: a question is answered only
  /// behind all that reached the server before it, so two rounds without a change will do.
  void awaitFlood() throws Exception {
    List<JsonNode> before = new ArrayList<>();
    Await.until(
        "the flood is over",
        () -> {
          List<JsonNode> now = new ArrayList<>();
          for (String name : running.keySet()) {
            JsonNode status = status(name);
            now.add(status.get("reports_stored"));
            for (JsonNode link : status.get("links")) {
              now.add(link.get("pending"));
              now.add(link.get("sent"));
            }
          }
          boolean over = now.equals(before);
          before.clear();
          before.addAll(now);
          return over;
        });
  }

  @Override
  public void close() {
    running.values().forEach(HerdServer::close);
    running.clear();
  }
}
