package org.placeherd.server;

import java.util.OptionalInt;

/// Which port a server answers HTTP on, as `http.port` says it.
public sealed interface HttpPort {
  /// How far the HTTP port is above the line port where nothing else is said: 13490 for 12490.
  int ABOVE_LINE_PORT = 1_000;

  /// The largest port there is.
  int LAST_PORT = 65_535;

  /// The line port and 1,000; none where that would be beyond the last port.
  record Auto() implements HttpPort {}

  /// No HTTP.
  record Off() implements HttpPort {}

  /// This one.
  ///
  /// @param port 1 to 65,535
  record Fixed(int port) implements HttpPort {}

  /// What `auto`, `off` or the digits of a port mean; other texts are refused before.
  static HttpPort of(String text) {
    return switch (text) {
      case "auto" -> new Auto();
      case "off" -> new Off();
      default -> new Fixed(Integer.parseInt(text));
    };
  }

  /// The port of the server that has this line port; empty where it answers no HTTP.
  default OptionalInt beside(int linePort) {
    return switch (this) {
      case Auto _ -> {
        int port = linePort + ABOVE_LINE_PORT;
        yield port > LAST_PORT ? OptionalInt.empty() : OptionalInt.of(port);
      }
      case Off _ -> OptionalInt.empty();
      case Fixed(int port) -> OptionalInt.of(port);
    };
  }
}
