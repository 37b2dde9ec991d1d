package org.placeherd.server;

/// What `[udp]` sets: how a server's line port is open beyond TCP.
///
/// @param udp whether it takes datagrams on the UDP port of the same number
/// @param udpWhatsat whether it answers WHATSAT there; a forged sender could turn the long reply on
///   somebody else
public record LinePortOptions(boolean udp, boolean udpWhatsat) {
  /// What holds where nothing is set.
  public static final LinePortOptions DEFAULT = new LinePortOptions(true, false);
}
