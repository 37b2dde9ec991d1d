package org.placeherd.web;

import java.util.Optional;
import java.util.Set;

/// What an operator decides about HTTP.
///
/// @param connections most connections at once; at least 1
/// @param connectionsPerAddress most of them from one address that is not this machine's; at least
///   1. An IPv6 network of 64 bits counts as one
/// @param tls how TLS is spoken; empty = not at all
/// @param hosts names, besides those of this machine, that a request may give the server; empty =
///   any, for who asks is known by something better than where he can be reached
/// @param origins pages that may ask in their users' browsers, as `https://map.example`
public record WebOptions(
    int connections,
    int connectionsPerAddress,
    Optional<WebTls> tls,
    Optional<Set<String>> hosts,
    Set<String> origins) {
  /// What holds where nothing is set and nobody else can reach the port.
  public static final WebOptions DEFAULT =
      new WebOptions(12_000, 1_000, Optional.empty(), Optional.of(Set.of()), Set.of());

  /// The same for any host.
  static final WebOptions OPEN =
      new WebOptions(
          DEFAULT.connections,
          DEFAULT.connectionsPerAddress,
          Optional.empty(),
          Optional.empty(),
          Set.of());

  /// Keeps its own copies.
  public WebOptions {
    hosts = hosts.map(Set::copyOf);
    origins = Set.copyOf(origins);
  }
}
