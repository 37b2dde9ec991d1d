package org.placeherd.server;

import java.nio.file.Path;
import java.util.Optional;

/// What `[udp]`, `[tls]`, `herd.secret-file` and `[auth]` set: how a server's line port is open
/// beyond TCP, and to whom.
///
/// @param udp whether it takes datagrams on the UDP port of the same number
/// @param udpWhatsat whether it answers WHATSAT there; a forged sender could turn the long reply on
///   somebody else
/// @param tls the TLS that is spoken there and on links; empty = none
/// @param secretFile the file with what has to be proved there and on links; empty = nothing
/// @param tokens the file of tokens without which nobody is served, on every port; empty = none
public record LinePortOptions(
    boolean udp,
    boolean udpWhatsat,
    Optional<TlsOptions> tls,
    Optional<Path> secretFile,
    Optional<Path> tokens) {
  /// What holds where nothing is set.
  public static final LinePortOptions DEFAULT = new LinePortOptions(true, false);

  /// Without tokens.
  public LinePortOptions(
      boolean udp, boolean udpWhatsat, Optional<TlsOptions> tls, Optional<Path> secretFile) {
    this(udp, udpWhatsat, tls, secretFile, Optional.empty());
  }

  /// Without a secret and tokens.
  public LinePortOptions(boolean udp, boolean udpWhatsat, Optional<TlsOptions> tls) {
    this(udp, udpWhatsat, tls, Optional.empty());
  }

  /// The same, with tokens.
  public LinePortOptions withTokens(Path file) {
    return new LinePortOptions(udp, udpWhatsat, tls, secretFile, Optional.of(file));
  }

  /// Without TLS, a secret and tokens.
  public LinePortOptions(boolean udp, boolean udpWhatsat) {
    this(udp, udpWhatsat, Optional.empty());
  }
}
