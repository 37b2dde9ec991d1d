package org.placeherd.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// One request with its digits in fixed places, so that a line is made by copying and patching.
final class LineShape {
  /// The place of something the line does not have.
  static final int NOWHERE = -1;

  private static final String CLIENT_DIGITS = "00000000";
  private static final String TIME = "1479413884.392014450";

  /// The whole request with its terminator.
  final byte[] text;

  /// Where the eight digits of the client's name are.
  final int clientAt;

  /// Where the last four decimals of the latitude are, or `NOWHERE`.
  final int latitudeAt;

  /// Where the last four decimals of the longitude are, or `NOWHERE`.
  final int longitudeAt;

  /// Where the twenty bytes of the time stamp are, or `NOWHERE`.
  final int timeAt;

  private LineShape(String line) {
    text = line.getBytes(US_ASCII);
    clientAt = line.indexOf(CLIENT_DIGITS);
    latitudeAt = after(line, "34.06");
    longitudeAt = after(line, "-118.44");
    timeAt = line.indexOf(TIME);
  }

  private static int after(String line, String marker) {
    int at = line.indexOf(marker);
    return at < 0 ? NOWHERE : at + marker.length();
  }

  /// A request that reports a client's position.
  static LineShape report(Protocol protocol, int nameBytes) {
    String name = name(nameBytes);
    return new LineShape(
        switch (protocol) {
          case IAMAT -> "IAMAT " + name + " +34.060000-118.440000 " + TIME + "\n";
          case GEOADD -> resp("GEOADD", "g", "-118.440000", "34.060000", name);
          case SET -> resp("SET", name, "+34.060000-118.440000 " + TIME);
        });
  }

  /// A request for what is near a client.
  static LineShape query(int nameBytes, String radiusKilometres, int bound) {
    return new LineShape(
        "WHATSAT " + name(nameBytes) + " " + radiusKilometres + " " + bound + "\n");
  }

  private static String name(int nameBytes) {
    return (nameBytes == 16 ? "cl" : "client") + CLIENT_DIGITS + ".u.edu";
  }

  /// A command as Redis reads it: an array of bulk strings (RESP2).
  private static String resp(String... words) {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return command.toString();
  }
}
