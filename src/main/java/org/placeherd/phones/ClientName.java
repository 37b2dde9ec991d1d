package org.placeherd.phones;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.placeherd.wire.Limits;

/// The client name in the herd of who an app says it is: one part such as `kiwi`, or two, user and
/// device, as `jane/phone`.
///
/// White space, control characters, `%`, and a `/` within a part are percent-encoded, all else
/// stays as it is. So every name is legal in a line, and two names are equal only if all parts are.
/// What would be longer than a line takes is no name, for names that are cut could be equal; and
/// neither is text that was no UTF-8.
final class ClientName {
  private static final int BYTES_MAX = Limits.DEFAULT.clientIdBytes();
  private static final String ALWAYS_ENCODED = "%/ ";
  private static final int NO_TEXT = 0xFFFD;
  private static final int SPACE = 0x20;
  private static final int DELETE = 0x7F;
  private static final int LAST_C1 = 0x9F;

  private ClientName() {}

  /// The name of who calls itself so; empty if that is no name.
  static Optional<String> of(String name) {
    return legal(encode(name));
  }

  /// The name of one device of one user.
  static Optional<String> of(String user, String device) {
    String name = encode(user) + '/' + encode(device);
    return user.isEmpty() || device.isEmpty() ? Optional.empty() : legal(name);
  }

  private static Optional<String> legal(String name) {
    boolean isLegal =
        !name.isEmpty() && name.getBytes(UTF_8).length <= BYTES_MAX && name.indexOf(NO_TEXT) < 0;
    return isLegal ? Optional.of(name) : Optional.empty();
  }

  private static String encode(String part) {
    if (part.length() > BYTES_MAX) {
      return part; // too long either way
    }
    StringBuilder name = new StringBuilder();
    part.codePoints().forEach(point -> put(name, point));
    return name.toString();
  }

  private static void put(StringBuilder name, int point) {
    if (point < SPACE || (point >= DELETE && point <= LAST_C1)) {
      for (byte value : Character.toString(point).getBytes(UTF_8)) {
        PercentText.put(name, value);
      }
    } else if (ALWAYS_ENCODED.indexOf(point) >= 0) {
      PercentText.put(name, point);
    } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      name.append((char) NO_TEXT); // half a character
    } else {
      name.appendCodePoint(point);
    }
  }
}
