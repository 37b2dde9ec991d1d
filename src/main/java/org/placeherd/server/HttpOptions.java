package org.placeherd.server;

import java.util.List;
import java.util.Set;
import org.placeherd.web.WebOptions;

/// What `[http]` sets, and `[limits]` about HTTP.
///
/// @param port where HTTP is answered
/// @param tls whether it is spoken by TLS where there is TLS
/// @param hosts names, besides those of its machine, that a server on loopback may be given
/// @param origins pages that may ask in their users' browsers
/// @param connections most connections at once
/// @param connectionsPerAddress most of them from one address that is not this machine's
public record HttpOptions(
    HttpPort port,
    boolean tls,
    List<String> hosts,
    List<String> origins,
    int connections,
    int connectionsPerAddress) {

  /// Keeps its own copies.
  public HttpOptions {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
  }

  /// What holds on that port where nothing else is set.
  public static HttpOptions on(HttpPort port) {
    return new HttpOptions(
        port,
        true,
        List.of(),
        List.of(),
        WebOptions.DEFAULT.connections(),
        WebOptions.DEFAULT.connectionsPerAddress());
  }

  /// The names of hosts that are listed, and one more.
  Set<String> hostsAnd(String own) {
    Set<String> all = new java.util.HashSet<>(hosts);
    all.add(own);
    return Set.copyOf(all);
  }
}
