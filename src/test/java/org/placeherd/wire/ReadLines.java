package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads lines from text, one character (ISO-8859-1) a byte, and shows what each was understood as.
final class ReadLines {
  private static final HashKey KEY = new HashKey(1, 2);
  private static final int ANY = Integer.MAX_VALUE;
  private static final LineBatch BATCH = new LineBatch();

  private ReadLines() {}

  /// The one line that a text without its LF is. Good until the next call.
  static Line one(String text) {
    return one(text, Limits.DEFAULT, false);
  }

  static Line one(String text, Limits limits, boolean fromPeer) {
    BATCH.clear();
    new LineReader(limits, KEY)
        .read(buffer(text + "\n"), 0, text.length() + 1, fromPeer, ANY, BATCH);
    if (BATCH.size() != 1) {
      throw new AssertionError(BATCH.size() + " lines in '" + text + "'");
    }
    return BATCH.line(0);
  }

  static byte[] buffer(String text) {
    return Arrays.copyOf(text.getBytes(ISO_8859_1), text.length() + LineReader.SLACK_BYTES);
  }

  /// All that is to be said of the lines that a stream of pieces brings, and what was left.
  static List<String> all(List<String> pieces, Limits limits, boolean fromPeer) {
    List<String> shown = new ArrayList<>();
    LineReader reader = new LineReader(limits, KEY);
    LineBatch batch = new LineBatch();
    String rest = "";
    for (String piece : pieces) {
      String text = rest + piece;
      byte[] bytes = buffer(text);
      int at = 0;
      do {
        batch.clear();
        at = reader.read(bytes, at, text.length(), fromPeer, 2, batch);
        for (int i = 0; i < batch.size(); i++) {
          shown.add(show(batch.line(i)));
          if (batch.line(i).kind().isLast()) {
            return shown;
          }
        }
      } while (batch.size() > 0);
      rest = text.substring(at);
    }
    shown.add("rest: " + rest);
    return shown;
  }

  /// The kind and the fields that have a meaning.
  static String show(Line line) {
    return switch (line.kind()) {
      case IAMAT -> report(line);
      case WHATSAT ->
          "WHATSAT|" + client(line) + "|" + line.radiusKilometres() + "|" + line.bound();
      case AT, GONE ->
          report(line)
              + "|"
              + field(line, line.serverFrom(), line.serverTo())
              + "|"
              + field(line, line.deltaFrom(), line.deltaTo())
              + "|"
              + line.receiveNanos()
              + "|"
              + line.deltaIsCanonical();
      case HELLO -> "HELLO|" + field(line, line.serverFrom(), line.serverTo());
      // How much of it is there depends on how it came in; its start is what is echoed.
      case TOO_LONG -> "TOO_LONG|" + whole(line).substring(0, Limits.ECHO_OF_TOO_LONG_BYTES);
      case AUTH -> "AUTH|" + whole(line) + "|" + new String(line.token(), ISO_8859_1);
      case STATUS,
          COMPARE,
          TOP,
          LEAVES,
          LIST,
          PRUNE,
          HAVE,
          GRAFT,
          INVALID,
          HTTP_REQUEST,
          COMPLAINT ->
          line.kind() + "|" + whole(line);
    };
  }

  private static String report(Line line) {
    return line.kind()
        + "|"
        + client(line)
        + "|"
        + field(line, line.positionFrom(), line.positionTo())
        + "|"
        + field(line, line.timeFrom(), line.timeTo())
        + "|"
        + line.timeNanos()
        + "|"
        + line.timeIsExact()
        + "|"
        + line.hash();
  }

  static String client(Line line) {
    return field(line, line.clientFrom(), line.clientTo());
  }

  static String whole(Line line) {
    return field(line, line.from(), line.to());
  }

  static String field(Line line, int from, int to) {
    return new String(line.bytes(), from, to - from, ISO_8859_1);
  }
}
