package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.Names;
import org.placeherd.server.PeerDialect;
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

  /// The herd that is meant.
  HerdConfig herd() throws StartupException {
    return herd.configuration().herd();
  }

  /// Connects to that server, by TLS where the configuration says so, and shows the token of the
  /// environment.
  ///
  /// @param err is told if the token can be read on the way
  LineClient connect(ServerAddress server, PrintWriter err) throws StartupException, IOException {
    Optional<SSLContext> tls = tls(server);
    Optional<String> token = ClientToken.ofEnvironment();
    ClientToken.warning(server, tls.isPresent(), token)
        .ifPresent(sentence -> {
          err.println("placeherd: " + sentence);
          err.flush();
        });
    LineClient line =
        tls.isPresent()
            ? LineClient.connect(server, Request.PATIENCE, tls.get(), namesOf(server))
            : LineClient.connect(server, Request.PATIENCE);
    try {
      ClientToken.show(line, token);
      return line;
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  /// What TLS is spoken with to that server; none where it speaks none.
  private Optional<SSLContext> tls(ServerAddress server) throws StartupException {
    HerdConfig config = herd();
    return config.dialectOf(server.name()).hello() == PeerDialect.Hello.OFF
        ? Optional.empty()
        : HerdTls.asClient(config);
  }

  /// Whose certificates that server may show: who is named by an address may be any of the herd.
  List<String> namesOf(ServerAddress server) throws StartupException {
    return port.isPresent() ? herd().serverNames() : List.of(server.name());
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
