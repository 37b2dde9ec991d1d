package org.placeherd.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.placeherd.server.Names;
import org.placeherd.server.PrivateAuthority;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.Setting;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `placeherd herd init`: a private CA, a certificate for each server and one for clients, and a
/// configuration that uses them.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a private CA, certificates and a configuration, so that a herd speaks TLS.",
      "Nothing that is there already is overwritten."
    },
    footer = {
      "",
      "Examples:",
      "  placeherd herd init --servers Alford,Bolden,Hamilton --into herd",
      "  placeherd herd init --servers Tower,Pier --hosts 10.0.0.1,10.0.0.2 --into herd"
    })
final class HerdInitCommand implements Callable<Integer> {
  /// The name becomes one that DNS could have, for certificates hold no other.
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final String CA = "ca";
  private static final String LOCALHOST = "localhost";
  private static final Duration CA_VALIDITY = Duration.ofDays(3650);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--servers",
      paramLabel = "NAME",
      split = ",",
      required = true,
      description = "The names of the servers, with commas between them.")
  private List<String> servers = List.of();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      required = true,
      description = "Where to write it all; is made if it is not there.")
  private Path directory = Path.of("");

  @Option(
      names = "--hosts",
      paramLabel = "HOST",
      split = ",",
      description = "Where each server runs, in the same order (default 127.0.0.1 for all).")
  private List<String> hosts = List.of();

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      defaultValue = "12490",
      description = "The port of the first server; the others follow (default 12490).")
  private int portBase;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "825",
      description = "How long the certificates are valid, 1 to 3650 days (default 825).")
  private int days;

  @Override
  public Integer call() throws StartupException {
    List<ServerAddress> herd = addresses();
    Path configuration = directory.resolve("herd.toml");
    try {
      Files.createDirectories(directory);
      requireNew(configuration);
      writeCertificates(herd);
      Files.writeString(configuration, toml(herd));
    } catch (FileAlreadyExistsException e) {
      throw StartupException.failure(
          e.getFile() + " is there already and is not overwritten; choose another --into.", e);
    } catch (IOException e) {
      throw StartupException.failure(
          "Cannot write into %s (%s).".formatted(directory, e.getMessage()), e);
    }
    explain(herd, configuration);
    return 0;
  }

  private static void requireNew(Path file) throws FileAlreadyExistsException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  private List<ServerAddress> addresses() throws StartupException {
    List<ServerAddress> addresses = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(HerdTls.CLIENT, CA));
    if (!hosts.isEmpty() && hosts.size() != servers.size()) {
      throw StartupException.usage(
          "--hosts names %d hosts for %d servers; give one for each."
              .formatted(hosts.size(), servers.size()));
    }
    if (days < 1 || days > CA_VALIDITY.toDays()) {
      throw StartupException.usage("--days must be from 1 to 3650, not " + days + ".");
    }
    if (portBase < 1 || portBase + servers.size() - 1 > 65_535) {
      throw StartupException.usage(
          "--port-base must leave a port from 1 to 65535 for each server, not " + portBase + ".");
    }
    for (int i = 0; i < servers.size(); i++) {
      String name = servers.get(i);
      if (!NAME.matcher(name).matches() || !seen.add(name)) {
        throw StartupException.usage(
            "--servers names "
                + Names.quoted(name)
                + "; here a name is of letters, digits and hyphens within, up to 63, not client or"
                + " ca, and no other server's.");
      }
      String host = hosts.isEmpty() ? "127.0.0.1" : hosts.get(i);
      if (servers.contains(host) && !host.equals(name)) {
        throw StartupException.usage(
            "--hosts gives %s the host %s, which is the name of another server; its certificate would be good for both."
                .formatted(Names.quoted(name), Names.quoted(host)));
      }
      addresses.add(new ServerAddress(name, host, portBase + i));
    }
    return addresses;
  }

  private void writeCertificates(List<ServerAddress> herd) throws IOException {
    Instant now = InstantSource.system().instant();
    Instant end = now.plus(Duration.ofDays(days));
    PrivateAuthority authority = PrivateAuthority.create("Placeherd CA", now, CA_VALIDITY);
    write(CA, authority.own());
    for (ServerAddress server : herd) {
      write(server.name(), authority.issue(server.name(), names(server), now, end));
    }
    write(HerdTls.CLIENT, authority.issue(HerdTls.CLIENT, Set.of(), now, end));
  }

  /// The name that makes it a peer, and the hosts by which HTTPS clients reach it.
  private Set<String> names(ServerAddress server) {
    Set<String> names = new HashSet<>(Set.of(server.name(), server.host()));
    if (server.isLoopback() && !servers.contains(LOCALHOST)) {
      names.add(LOCALHOST);
    }
    return names;
  }

  private void write(String name, PrivateAuthority.Issued issued) throws IOException {
    issued.write(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
  }

  private String toml(List<ServerAddress> herd) {
    boolean isLocal = herd.stream().allMatch(ServerAddress::isLoopback);
    StringBuilder text = new StringBuilder();
    for (ServerAddress server : herd) {
      text.append(
          """
          [[herd.servers]]
          name = %s
          host = %s
          port = %d

          """
              .formatted(
                  Setting.tomlText(server.name()), Setting.tomlText(server.host()), server.port()));
    }
    text.append(
        """
        [tls]
        certificate = %s
        key = %s
        ca = %s
        """
            .formatted(file("{server}.crt"), file("{server}.key"), file(CA + ".crt")));
    if (!isLocal) {
      text.append(
          """
          clients = "certificate"

          [udp]
          enabled = false
          """);
    }
    return text.toString();
  }

  private String file(String name) {
    return Setting.tomlText(directory.resolve(name).toString());
  }

  private void explain(List<ServerAddress> herd, Path configuration) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Made a CA, %d certificates and %s.".formatted(herd.size() + 1, configuration));
    for (ServerAddress server : herd) {
      out.println("  placeherd serve %s --config %s".formatted(server.name(), configuration));
    }
    out.println(
        "A server needs its own .crt and .key, ca.crt and herd.toml; a client needs ca.crt, and"
            + " where certificates are asked for client.crt and client.key. Keep ca.key where no"
            + " server runs.");
    out.flush();
  }
}
