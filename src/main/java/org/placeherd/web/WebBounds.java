package org.placeherd.web;

import java.time.Duration;

/// What HTTP clients may use of a server.
///
/// @param connections most connections at once; who comes then is hung up on
/// @param connectionsPerAddress most of them from one address that is not this machine's
/// @param silence a connection that has nothing under way and brings no whole request for so long
///   is closed, whether it is idle or sends a byte a second
/// @param stall a connection on which no byte moved for so long is closed: its client does not read
/// @param searches most searches under way; more are answered `OVER_QUERY_LIMIT`
/// @param backendPatience how long the server behind may take to answer what is asked of itself
record WebBounds(
    int connections,
    int connectionsPerAddress,
    Duration silence,
    Duration stall,
    int searches,
    Duration backendPatience) {
  /// Longest first line of a request, in bytes: an address with all parameters has 500.
  static final int FIRST_LINE_BYTES_MAX = 4_096;

  /// All header lines of a request together, in bytes: what browsers send has less than 2,000.
  static final int HEADER_BYTES_MAX = 8_192;

  /// Requests that may wait on one connection for the answer to the first; a client that sends more
  /// is hung up on. The number is Netty's own, in what it does for WebSocket.
  static final int PIPELINED_MAX = 128;

  /// Lines that are posted at once, and a message of lines by WebSocket, in bytes: some 800
  /// reports.
  public static final int LINES_BYTES_MAX = 64 * 1024;

  /// Requests under way at once on one connection of HTTP/2: what RFC 9113 §6.5.2 thinks a browser
  /// needs.
  static final int STREAMS_MAX = 100;

  /// What one stream of HTTP/2, and all of a connection together, may send before we have read it,
  /// in bytes: the RFC's own default.
  static final int WINDOW_BYTES = 65_535;

  /// Streams that one connection of HTTP/2 may reset, or make us reset, in [#RESETS_SECONDS]
  /// ("rapid reset"); then it is ended.
  static final int RESETS_MAX = 200;

  static final int RESETS_SECONDS = 30;

  /// CONTINUATION frames that bring little, behind one another; then the connection is ended.
  static final int SMALL_CONTINUATIONS_MAX = 16;

  /// Pings and settings that one connection of HTTP/2 may send between two looks at the silent
  /// ones, a quarter of a silence apart; a browser sends a few. Then it is ended.
  static final int CONTROL_FRAMES_MAX = 1_000;

  /// How long a TLS handshake may take.
  static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(10);

  /// Without a bound for each address.
  WebBounds(
      int connections, Duration silence, Duration stall, int searches, Duration backendPatience) {
    this(connections, connections, silence, stall, searches, backendPatience);
  }

  /// What is usual. Searches: an eighth of what the places gateway lets wait, so that lines have
  /// the rest.
  static WebBounds of(WebOptions options) {
    return new WebBounds(
        options.connections(),
        options.connectionsPerAddress(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        512,
        Duration.ofSeconds(2));
  }
}
