package org.placeherd.server;

import java.nio.file.Path;
import java.util.Optional;

/// What `[udp]`, `[tls]` and `herd.secret-file` set: how a server's line port is open beyond TCP.
///
/// @param udp whether it takes datagrams on the UDP port of the same number
/// @param udpWhatsat whether it answers WHATSAT there; a forged sender could turn the long reply on
///   somebody else
/// @param tls the TLS that is spoken there and on links; empty = none
/// @param secretFile the file with what has to be proved there and on links; empty = nothing
public record LinePortOptions(
    boolean udp, boolean udpWhatsat, Optional<TlsOptions> tls, Optional<Path> secretFile) {
  /// What holds where nothing is set.
  public static final LinePortOptions DEFAULT = new LinePortOptions(true, false);

  /// Without a secret.
  public LinePortOptions(boolean udp, boolean udpWhatsat, Optional<TlsOptions> tls) {
    this(udp, udpWhatsat, tls, Optional.empty());
  }

  /// Without TLS and a secret.
  public LinePortOptions(boolean udp, boolean udpWhatsat) {
    this(udp, udpWhatsat, Optional.empty());
  }
}
