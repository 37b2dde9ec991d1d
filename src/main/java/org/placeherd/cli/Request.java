package org.placeherd.cli;

import java.time.Duration;
import org.placeherd.server.Configuration;
import org.placeherd.server.Names;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;

/// Builds a line from what was typed, and tells a refusal from a reply.
final class Request {
  /// How long a server may take: more than twice its own deadline for places.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String WHATSAT_RULES =
      "the client must have reported, the radius is 0 to 50 km and the bound 0 to 20.";

  static final String TOKEN_HINT =
      " If it asks for tokens, put yours into " + Configuration.TOKEN_VARIABLE + ".";

  private static final String RIGHT_HINT =
      " Or the token in " + Configuration.TOKEN_VARIABLE + " has not the right.";

  private Request() {}

  /// The fields with a space between them.
  ///
  /// @throws StartupException if a field would not arrive as it was typed
  static String of(String... fields) throws StartupException {
    for (String field : fields) {
      if (field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0) {
        throw StartupException.usage(
            Names.quoted(field) + " holds a line break, which would end the command early.");
      }
      if (field.indexOf('\ufffd') >= 0) {
        throw StartupException.usage(
            Names.quoted(field) + " could not be read in this locale; set LC_ALL=C.UTF-8.");
      }
    }
    return String.join(" ", fields);
  }

  /// @throws CommandFailure if the reply is a refusal
  static void requireTaken(ServerAddress server, String request, byte[] reply)
      throws CommandFailure {
    if (reply[0] == '?') {
      throw new CommandFailure(
          server.name()
              + " refused "
              + Names.quoted(request)
              + ": "
              + (request.startsWith("IAMAT")
                  ? "a position looks like +34.068930-118.445127, a time like 1479413884.39, and a"
                      + " name has no white space."
                  : WHATSAT_RULES)
              + (ClientToken.ofEnvironment().isPresent() ? RIGHT_HINT : TOKEN_HINT));
    }
  }
}
