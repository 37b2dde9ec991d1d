package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// `HELLO placeherd/1 <name>`: how our own servers and tools know each other (protocol §4).
///
/// A tool has no name and says `-`. Anything that Placeherd adds to the old protocol is said only
/// after both sides have said HELLO. In a herd that has a secret, fields behind the name prove that
/// it is known: `nonce=` and `proof=`.
public final class Hello {
  /// Begins the field with what the other end has to put into its proof.
  public static final String NONCE = "nonce=";

  /// Begins the field that proves that the sender knows the herd's secret.
  public static final String PROOF = "proof=";

  private static final String VERSION = "placeherd/1";
  private static final byte[] VERSION_BYTES = VERSION.getBytes(StandardCharsets.US_ASCII);

  private Hello() {}

  /// The line, LF included, in which `name` introduces itself.
  public static String line(String name) {
    return line(name, "");
  }

  /// The same with fields behind the name.
  ///
  /// @param fields each with a space before it
  public static String line(String name, String fields) {
    return "HELLO " + VERSION + " " + name + fields + "\n";
  }

  /// Whether a line that came back on an outbound link, without its LF, is a HELLO of ours.
  public static boolean isAnswer(String line) {
    String start = "HELLO " + VERSION;
    return line.startsWith(start) && line.substring(start.length()).matches("(?s)(\\s.*)?");
  }

  /// What stands behind `key` in a field of a HELLO behind the name.
  public static Optional<String> field(String line, String key) {
    return Arrays.stream(line.strip().split("\\s+", -1))
        .skip(3) // HELLO, the version, the name
        .filter(field -> field.startsWith(key))
        .map(field -> field.substring(key.length()))
        .findFirst();
  }

  static boolean isVersion(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, VERSION_BYTES, 0, VERSION_BYTES.length);
  }
}
