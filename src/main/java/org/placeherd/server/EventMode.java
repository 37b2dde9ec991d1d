package org.placeherd.server;

/// How much a server writes to its event log.
public enum EventMode {
  /// Every line in and out, every flood, every link made and lost.
  ALL,
  /// What changed the table or the links.
  CHANGES,
  /// No event log.
  OFF
}
