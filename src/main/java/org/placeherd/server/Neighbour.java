package org.placeherd.server;

/// A server at the other end of a link, and how to speak to it.
public record Neighbour(ServerAddress address, PeerDialect dialect) {}
