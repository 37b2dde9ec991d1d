package org.placeherd.server;

import java.util.Optional;

/// What `[udp]` and `[tls]` set: how a server's line port is open beyond TCP.
///
/// @param udp whether it takes datagrams on the UDP port of the same number
/// @param udpWhatsat whether it answers WHATSAT there; a forged sender could turn the long reply on
///   somebody else
/// @param tls the TLS that is spoken there and on links; empty = none
public record LinePortOptions(boolean udp, boolean udpWhatsat, Optional<TlsOptions> tls) {
  /// What holds where nothing is set.
  public static final LinePortOptions DEFAULT = new LinePortOptions(true, false);

  /// Without TLS.
  public LinePortOptions(boolean udp, boolean udpWhatsat) {
    this(udp, udpWhatsat, Optional.empty());
  }
}
