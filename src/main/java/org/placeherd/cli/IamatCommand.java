package org.placeherd.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd iamat`: tells one server where a client is, and prints the reply.
@Command(
    name = "iamat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Tells a server where a client is, and prints its reply.",
    footer = {
      "",
      "Examples:",
      "  placeherd iamat kiwi.cs.ucla.edu +34.068930-118.445127",
      "  placeherd iamat kiwi.cs.ucla.edu +34.068930-118.445127 1479413884.392014450 --server Welsh",
      "",
      ClientToken.HELP
    })
final class IamatCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "CLIENT",
      description = "The client's name, no white space.")
  private String client = "";

  @Parameters(
      index = "1",
      paramLabel = "POSITION",
      description = "ISO 6709 degrees, such as +34.068930-118.445127.")
  private String position = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TIME",
      description = "Seconds since 1970 (default: now).")
  private Optional<String> time = Optional.empty();

  @Mixin private ServerChoice choice = new ServerChoice();

  @Override
  public Integer call() throws StartupException, CommandFailure {
    String request =
        Request.of(
            "IAMAT",
            client,
            SouthernPositions.restore(position),
            time.orElseGet(() -> posix(Instant.now())));
    var server = choice.address();
    try (LineClient line = choice.connect(server, spec.commandLine().getErr())) {
      line.send(request);
      byte[] reply = line.readLine();
      Request.requireTaken(server, request, reply);
      spec.commandLine().getOut().print(new String(reply, StandardCharsets.UTF_8));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      throw CommandFailure.of(server, e);
    }
  }

  /// POSIX time with nine decimals.
  static String posix(Instant time) {
    return String.format("%d.%09d", time.getEpochSecond(), time.getNano());
  }
}
