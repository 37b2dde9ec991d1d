package org.placeherd.server;

/// What `[limits]` sets.
///
/// @param lineBytes longest line accepted, in bytes without its end
/// @param clientIdBytes longest client name accepted, in bytes; shorter than a line
/// @param lenientIds whether client names may hold control bytes
/// @param connections most connections open at once
public record Limits(int lineBytes, int clientIdBytes, boolean lenientIds, int connections) {
  /// What holds where nothing is set.
  public static final Limits DEFAULT = new Limits(1024, 255, false, 20_000);
}
