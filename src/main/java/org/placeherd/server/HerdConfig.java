package org.placeherd.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.placeherd.node.Spread;

/// A herd as it is configured: its servers, its links, and the options all its servers share.
///
/// @param servers all servers, in order; their names are unique
/// @param links each joins two of the servers
/// @param tolerance how far ahead a client's clock may be (protocol.md §3); not negative
/// @param linePort how the line port is open beyond TCP
/// @param http where and how its servers answer HTTP
/// @param dialects how to speak to the servers named; [PeerDialect#DEFAULT] for the others
public record HerdConfig(
    List<ServerAddress> servers,
    List<Link> links,
    Duration tolerance,
    Map<String, PeerDialect> dialects,
    ServerOptions options,
    Limits limits,
    EventLogLimits eventLog,
    PlacesOptions places,
    LinePortOptions linePort,
    HttpOptions http) {

  /// Two servers have no third to be passed on to.
  private static final int MIN_MESH = 3;

  /// The largest herd that floods: all presets do, for there the fastest way is worth a few more
  /// lines.
  private static final int MAX_FLOOD = 8;

  /// The tolerance where nothing is set.
  public static final Duration DEFAULT_TOLERANCE = Duration.ofSeconds(60);

  /// Keeps its own copies.
  public HerdConfig {
    servers = List.copyOf(servers);
    links = List.copyOf(links);
    dialects = Map.copyOf(dialects);
  }

  /// A herd of these servers and links, with every option at its default.
  public static HerdConfig of(List<ServerAddress> servers, List<Link> links) {
    return new HerdConfig(
        servers,
        links,
        DEFAULT_TOLERANCE,
        Map.of(),
        ServerOptions.DEFAULT,
        Limits.DEFAULT,
        EventLogLimits.DEFAULT,
        PlacesOptions.DEFAULT,
        LinePortOptions.DEFAULT,
        HttpOptions.on(new HttpPort.Auto()));
  }

  /// The same herd with other server options.
  public HerdConfig withOptions(ServerOptions other) {
    return new HerdConfig(
        servers, links, tolerance, dialects, other, limits, eventLog, places, linePort, http);
  }

  /// The server of that name, if there is one.
  public Optional<ServerAddress> server(String name) {
    return servers.stream().filter(server -> server.name().equals(name)).findFirst();
  }

  /// The names of all servers, in order.
  public List<String> serverNames() {
    return servers.stream().map(ServerAddress::name).toList();
  }

  /// The servers that `name` has a link to, in the order of the herd.
  public List<ServerAddress> neighboursOf(String name) {
    return servers.stream()
        .filter(server ->
            links.stream().anyMatch(link -> link.joinsTheSameAs(new Link(name, server.name()))))
        .toList();
  }

  /// How to speak to the server of that name.
  public PeerDialect dialectOf(String name) {
    return dialects.getOrDefault(name, PeerDialect.DEFAULT);
  }

  /// How a report gets to all servers: in one hop on a full mesh, along a tree on a large graph
  /// that is none, by flooding on a small one.
  public Spread spread() {
    int count = servers.size();
    if (count >= MIN_MESH && links.size() == count * (count - 1) / 2) {
      return Spread.ONE_HOP;
    }
    return count > MAX_FLOOD && links.size() >= count ? Spread.TREE : Spread.FLOOD;
  }

  /// Whether no server of the herd can be reached from another machine.
  public boolean isLoopbackOnly() {
    return servers.stream().allMatch(ServerAddress::isLoopback);
  }
}
