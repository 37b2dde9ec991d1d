package org.placeherd.web;

import java.util.List;

/// Whether a server should be sent clients.
///
/// @param server its name
/// @param missing what it still waits for, each in a few words; empty when it is ready
public record ReadyState(String server, List<String> missing) {
  /// Keeps its own copy.
  public ReadyState {
    missing = List.copyOf(missing);
  }

  /// Whether nothing is missing.
  public boolean isReady() {
    return missing.isEmpty();
  }
}
