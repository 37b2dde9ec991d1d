package org.placeherd.cli;

import java.util.Optional;
import java.util.OptionalInt;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.Names;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which server to speak to: one of the herd by name, or any by its address.
final class ServerChoice {
  @Mixin private HerdOptions herd = new HerdOptions();

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "The server to speak to (default: the first of the herd).")
  private Optional<String> server = Optional.empty();

  @Option(names = "--host", paramLabel = "HOST", description = "Its host, instead of a name.")
  private Optional<String> host = Optional.empty();

  @Option(names = "--port", paramLabel = "PORT", description = "Its port, instead of a name.")
  private Optional<Integer> port = Optional.empty();

  /// The server that is meant.
  ServerAddress address() throws StartupException {
    if (port.isPresent()) {
      return address(port.get());
    }
    if (host.isPresent()) {
      throw StartupException.usage("--host needs --port too, to know where to connect.");
    }
    HerdConfig config = herd.configuration().herd();
    if (server.isEmpty()) {
      return config.servers().get(0);
    }
    String name = server.get();
    return config
        .server(name)
        .orElseThrow(() ->
            StartupException.usage(
                "There is no server "
                    + Names.quoted(name)
                    + " in this herd"
                    + Names.hint(name, config.serverNames())));
  }

  /// The port on which that server answers HTTP; none if it does not.
  OptionalInt httpPort(ServerAddress server) throws StartupException {
    return herd.configuration().herd().http().port().beside(server.port());
  }

  private ServerAddress address(int chosenPort) throws StartupException {
    if (server.isPresent()) {
      throw StartupException.usage("Give --server or --port, not both.");
    }
    if (chosenPort < 1 || chosenPort > 65_535) {
      throw StartupException.usage("--port must be from 1 to 65535, not " + chosenPort + ".");
    }
    return new ServerAddress("The server", host.orElse("127.0.0.1"), chosenPort);
  }
}
