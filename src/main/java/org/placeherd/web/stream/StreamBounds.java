package org.placeherd.web.stream;

import java.time.Duration;

/// What all who follow may take of a server.
///
/// @param subscribers most of them
/// @param ringChanges most changes that are kept; a power of two
/// @param ringBytes most bytes that these take, about
/// @param unreadBytes of one subscriber: who has so much that has not left gets no more until it
///   has
/// @param unreadTogetherBytes of all of them: beyond it only those get more who have nothing
/// @param stall who has read nothing of what it was sent for so long is closed
/// @param heartbeat how often each is told that the stream is alive
/// @param pace events that come sooner behind others leave together
/// @param linger how long changes are kept when nobody follows, so that who comes back may go on
public record StreamBounds(
    int subscribers,
    int ringChanges,
    long ringBytes,
    int unreadBytes,
    long unreadTogetherBytes,
    Duration stall,
    Duration heartbeat,
    Duration pace,
    Duration linger) {
  /// Most bytes that are written at once, but for the event that reaches it.
  static final int PIECE_BYTES = 64 * 1024;

  /// So long one subscriber who is behind may look at changes in one turn of the loop. A time, for
  /// patterns and names can be made that take long to compare.
  static final long SCANNED_NANOS_A_TURN = 1_000_000;

  /// So long changes are taken from the server's loop in one turn of HTTP's.
  static final long TAKEN_NANOS_A_TURN = 5_000_000;

  /// Changes on their way from the server's loop. More is given up, as what cannot be kept.
  static final int INBOX_CHANGES_MAX = 65_536;

  /// Subscribers: what was asked for, and some. The ring: thirteen seconds at 5,000 changes/s.
  /// Stall: a little shorter than a connection may be without a byte, so that the client is told.
  public static final StreamBounds DEFAULT =
      new StreamBounds(
          1_024,
          65_536,
          48L << 20,
          64 * 1024,
          16L << 20,
          Duration.ofSeconds(45),
          Duration.ofSeconds(15),
          Duration.ofMillis(20),
          Duration.ofMinutes(5));
}
