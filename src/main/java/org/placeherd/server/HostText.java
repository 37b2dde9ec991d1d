package org.placeherd.server;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Judges the text of a host without asking the network about it.
final class HostText {
  private static final int LONGEST_HOST_NAME = 253; // RFC 1035 §2.3.4, without the final dot
  private static final Pattern LABELS =
      Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*");

  /// Four numbers or something with a colon: the JDK would take `[::1]`, `7` and `127.1` too, which
  /// are more often mistakes.
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[^\\[]*:.*");

  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");

  private HostText() {}

  /// The address that `text` spells out, if it is an IPv4 or IPv6 address.
  static Optional<InetAddress> literal(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /// Whether `text` is an address or could be a host name (RFC 1123 §2.1). A text of digits and
  /// dots that is no address is a mistyped address, not a name.
  static boolean isHost(String text) {
    return literal(text).isPresent()
        || (text.length() <= LONGEST_HOST_NAME
            && LABELS.matcher(text).matches()
            && !NUMERIC.matcher(text).matches());
  }
}
