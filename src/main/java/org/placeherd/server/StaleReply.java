package org.placeherd.server;

/// The answer to an IAMAT older than the stored report (protocol.md §3).
public enum StaleReply {
  /// The AT line for that very message.
  LITERAL,
  /// The stored AT line.
  STORED
}
