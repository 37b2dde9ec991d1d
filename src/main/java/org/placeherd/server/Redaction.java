package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.placeherd.auth.NewToken;
import org.placeherd.wire.LineKind;

/// Keeps tokens out of the event log: of a line that may have one in it only the beginning is
/// shown.
///
/// Such are AUTH lines, however they are written, and requests of HTTP that were sent to the wrong
/// port. What looks like a token that we made is hidden wherever it stands. A line that is a
/// command has none.
final class Redaction {
  /// What stands in the log for the rest.
  private static final String REST = "***";

  /// What a right token is answered.
  private static final String LET_IN = "AUTH ok";

  /// What a token may follow. A reply that complains repeats it behind its question mark.
  private static final Pattern BEFORE_TOKEN =
      Pattern.compile(
          "\\A(?:\\?\\s)?\\s*(?:AUTH|[\\w-]*AUTHORIZATION)\\b:?|/t/|\\?(?=\\S*=)",
          Pattern.CASE_INSENSITIVE);

  /// A token that was sent where none belongs, such as the account of a broken datagram.
  private static final Pattern TOKEN = Pattern.compile(NewToken.PATTERN);

  private Redaction() {}

  /// Whether a line of that kind, or the complaint about it, may have a token in it.
  static boolean mayHoldToken(LineKind kind) {
    return switch (kind) {
      case AUTH, INVALID, TOO_LONG, HTTP_REQUEST, COMPLAINT -> true;
      case IAMAT,
          WHATSAT,
          AT,
          GONE,
          HELLO,
          STATUS,
          COMPARE,
          TOP,
          LEAVES,
          LIST,
          PRUNE,
          HAVE,
          GRAFT ->
          false;
    };
  }

  /// What is shown of `bytes[from … to)`.
  static byte[] shown(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, ISO_8859_1);
    Matcher secret = BEFORE_TOKEN.matcher(text);
    boolean hides =
        !text.equals(LET_IN) && secret.find() && secret.end() < text.stripTrailing().length();
    String shown = hides ? text.substring(0, secret.end()) + ' ' + REST : text;
    return TOKEN.matcher(shown).replaceAll(REST).getBytes(ISO_8859_1);
  }
}
