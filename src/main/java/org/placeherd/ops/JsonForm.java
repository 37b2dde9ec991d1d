package org.placeherd.ops;

import java.nio.charset.StandardCharsets;

/// One JSON object (RFC 8259) a line. Its values are the columns of [TextForm], byte for byte, so
/// nothing is raw in them that is not in the text; what is `-` or empty there is left out.
final class JsonForm implements EventForm {
  /// The most bytes that one byte of a text becomes: `\x00` with its backslash doubled.
  private static final int WORST = Escape.WORST + 1;

  /// All keys, braces, commas and quotes.
  private static final int FRAME_BYTES = 96;

  private static final Label IN = Label.of("in");
  private static final Label OUT = Label.of("out");
  private static final Label FLOOD = Label.of("flood");
  private static final Label NOTHING = Label.of("-");
  private static final byte[] TIME = bytes("{\"time\":\"");
  private static final byte[] SERVER = bytes("\",\"server\":\"");
  private static final byte[] EVENT = bytes("\",\"event\":\"");
  private static final byte[] FROM = bytes("\",\"from\":\"");
  private static final byte[] TO = bytes("\",\"to\":\"");
  private static final byte[] WITH = bytes("\",\"with\":\"");
  private static final byte[] OUTCOME = bytes("\",\"outcome\":\"");
  private static final byte[] TEXT = bytes("\",\"text\":\"");
  private static final byte[] END = bytes("\"}\n");

  private final Label server;
  private final byte[] escaped =
      new byte[EventLog.MAX_TEXT_BYTES * Escape.WORST + CUT_MARK_BYTES + Escape.SLACK];

  JsonForm(String server) {
    this.server = Label.of(server);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int most(Label what, Label who, Label outcome, int textBytes) {
    int labels = server.length + what.length + who.length + outcome.length;
    int text = textBytes * WORST + CUT_MARK_BYTES + 1;
    return FRAME_BYTES + TimeText.LENGTH + 2 * labels + text + Escape.SLACK;
  }

  @Override
  public int put(
      TimeText time,
      Label what,
      Label who,
      Label outcome,
      byte[] text,
      int from,
      int to,
      byte[] target,
      int out) {
    int end = put(TIME, target, out);
    end = time.copyTo(target, end) - 1; // without its space
    end = put(SERVER, server, target, end);
    end = put(EVENT, what, target, end);
    if (!who.isSame(NOTHING)) {
      end = put(whoKey(what), who, target, end);
    }
    if (!outcome.isSame(NOTHING)) {
      end = put(OUTCOME, outcome, target, end);
    }
    if (to > from) {
      int length = EventForm.putText(text, from, to, escaped, 0);
      end = put(TEXT, target, end);
      end = quote(escaped, length, target, end);
    }
    return put(END, target, end);
  }

  private static byte[] whoKey(Label what) {
    if (what.isSame(IN)) {
      return FROM;
    }
    return what.isSame(OUT) || what.isSame(FLOOD) ? TO : WITH;
  }

  private static int put(byte[] bytes, byte[] target, int out) {
    System.arraycopy(bytes, 0, target, out, bytes.length);
    return out + bytes.length;
  }

  private static int put(byte[] key, Label value, byte[] target, int out) {
    return quote(value.padded, value.length - 1, target, put(key, target, out));
  }

  /// Copies what is escaped already, with a backslash before each backslash and quote.
  private static int quote(byte[] source, int length, byte[] target, int out) {
    int end = out;
    for (int i = 0; i < length; i++) {
      byte b = source[i];
      if (b == '"' || b == '\\') {
        target[end++] = '\\';
      }
      target[end++] = b;
    }
    return end;
  }
}
