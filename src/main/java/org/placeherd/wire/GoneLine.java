package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The line that says that a client was deleted, understood between servers of ours after HELLO
/// only: `GONE <server> <Δ> <client> <time>`, an AT line without a position.
///
/// The server is the one that was asked to delete it, time + Δ when it was asked, by that server's
/// clock, and the time says which reports are older than the deletion. As behind AT, `spread=all`
/// may follow.
public final class GoneLine {
  static final byte[] GONE = "GONE".getBytes(StandardCharsets.US_ASCII);

  private GoneLine() {}

  /// `GONE <server> `, with which every line of that server begins.
  public static byte[] prefix(byte[] server) {
    byte[] prefix = Arrays.copyOf(GONE, GONE.length + server.length + 2);
    prefix[GONE.length] = ' ';
    System.arraycopy(server, 0, prefix, GONE.length + 1, server.length);
    prefix[prefix.length - 1] = ' ';
    return prefix;
  }

  /// Appends a whole line and its LF.
  ///
  /// @param client array, start and end of the client's name
  /// @param timeNanos nanoseconds since 1970, 0 or more
  /// @param receiveNanos when the server was asked, likewise
  public static void put(
      ByteWriter out,
      byte[] server,
      byte[] client,
      int from,
      int to,
      long timeNanos,
      long receiveNanos) {
    out.put(prefix(server));
    AtLine.putDelta(out, receiveNanos - timeNanos);
    out.put(' ');
    out.put(client, from, to);
    out.put(' ');
    AtLine.putTime(out, timeNanos);
    out.put('\n');
  }
}
