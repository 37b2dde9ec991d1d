package org.placeherd.server;

import java.util.Locale;

/// How a connection of lines is carried.
enum Transport {
  TCP,
  TLS;

  /// What it is called in metrics.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
