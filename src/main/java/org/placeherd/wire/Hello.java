package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// `HELLO placeherd/1 <name>`: how our own servers and tools know each other (protocol §4).
///
/// A tool has no name and says `-`. Anything that Placeherd adds to the old protocol is said only
/// after both sides have said HELLO.
public final class Hello {
  private static final String VERSION = "placeherd/1";
  private static final byte[] VERSION_BYTES = VERSION.getBytes(StandardCharsets.US_ASCII);

  private Hello() {}

  /// The line, LF included, in which `name` introduces itself.
  public static String line(String name) {
    return "HELLO " + VERSION + " " + name + "\n";
  }

  /// Whether a line that came back on an outbound link, without its LF, is a HELLO of ours.
  public static boolean isAnswer(String line) {
    String start = "HELLO " + VERSION;
    return line.startsWith(start) && line.substring(start.length()).matches("(?s)(\\s.*)?");
  }

  static boolean isVersion(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, VERSION_BYTES, 0, VERSION_BYTES.length);
  }
}
