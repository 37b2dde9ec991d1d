package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import org.placeherd.server.Configuration;

/// The token that a command shows to a server. It comes from the environment: an argument is seen
/// by everybody on the machine.
final class ClientToken {
  private static final String OK = "AUTH ok";

  /// The whole reply to a wrong token. A server that knows no tokens repeats the line instead.
  private static final String WRONG = "? AUTH";

  private ClientToken() {}

  /// The token, if there is one.
  static Optional<String> ofEnvironment() {
    return Optional.ofNullable(System.getenv(Configuration.TOKEN_VARIABLE))
        .filter(token -> !token.isBlank());
  }

  /// Shows the token, if there is one. A server that asks for none does not mind.
  ///
  /// @throws IOException if the server refuses it
  static void show(LineClient line, Optional<String> token) throws IOException {
    if (token.isEmpty()) {
      return;
    }
    line.send("AUTH " + token.get().strip().replaceAll("\\s", ""));
    String reply = new String(line.readLine(), UTF_8).stripTrailing();
    if (!reply.equals(OK) && (reply.equals(WRONG) || !reply.startsWith(WRONG))) {
      throw new IOException("the token in " + Configuration.TOKEN_VARIABLE + " was refused");
    }
  }
}
