package org.placeherd.web;

import java.time.Duration;

/// What HTTP clients may use of a server.
///
/// @param connections most connections at once; who comes then is hung up on
/// @param silence a connection that has nothing under way and brings no whole request for so long
///   is closed, whether it is idle or sends a byte a second
/// @param stall a connection on which no byte moved for so long is closed: its client does not read
/// @param searches most searches under way; more are answered `OVER_QUERY_LIMIT`
/// @param backendPatience how long the server behind may take to answer what is asked of itself
record WebBounds(
    int connections, Duration silence, Duration stall, int searches, Duration backendPatience) {
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

  /// Bodies that have not come whole, all together, in bytes.
  static final long BODIES_BYTES_MAX = 32L << 20;

  /// A connection costs some 10 KB; there are enough for all who may follow the stream, and for
  /// proxies and people, who keep few open. Searches: an eighth of what the places gateway lets
  /// wait, so that lines have the rest.
  static final WebBounds DEFAULT =
      new WebBounds(
          1_500, Duration.ofSeconds(30), Duration.ofSeconds(60), 512, Duration.ofSeconds(2));
}
