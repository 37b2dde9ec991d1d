package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import org.placeherd.server.Configuration;
import org.placeherd.server.ServerAddress;

/// The token that a command shows to a server. It comes from the environment: an argument is seen
/// by everybody on the machine.
final class ClientToken {
  /// What `--help` says of it.
  static final String HELP = "Where tokens are asked for, the variable PLACEHERD_TOKEN has yours.";

  private static final String OK = "AUTH ok";

  /// The whole reply to a wrong token. A server that knows no tokens repeats the line instead.
  private static final String WRONG = "? AUTH";

  private ClientToken() {}

  /// The token, if there is one.
  static Optional<String> ofEnvironment() {
    return Optional.ofNullable(System.getenv(Configuration.TOKEN_VARIABLE))
        .map(token -> token.replaceAll("\\s", "")) // as of a file that ends with a line feed
        .filter(token -> !token.isEmpty());
  }

  /// A sentence where the token can be read on its way to that server; empty otherwise.
  ///
  /// @param isSecret whether TLS is spoken
  static Optional<String> warning(ServerAddress server, boolean isSecret, Optional<String> token) {
    return token.isEmpty() || isSecret || server.isLoopback()
        ? Optional.empty()
        : Optional.of(
            "the token goes to %s without TLS, and everybody on the way can read it; name a configuration with [tls] by --config."
                .formatted(server.hostAndPort()));
  }

  /// Shows the token, if there is one. A server that asks for none does not mind.
  ///
  /// @throws IOException if the server refuses it
  static void show(LineClient line, Optional<String> token) throws IOException {
    if (token.isEmpty()) {
      return;
    }
    line.send("AUTH " + token.get());
    String reply = new String(line.readLine(), UTF_8).stripTrailing();
    if (!reply.equals(OK) && (reply.equals(WRONG) || !reply.startsWith(WRONG))) {
      throw new IOException("the token in " + Configuration.TOKEN_VARIABLE + " was refused");
    }
  }
}
