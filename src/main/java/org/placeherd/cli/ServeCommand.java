package org.placeherd.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `placeherd serve`: runs one server until it is told to stop. The usual command line does not
/// come here: see [ServeArguments].
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Starts one server of a herd; SIGTERM or Ctrl-C stops it.",
    footer = {
      "",
      "Examples:",
      "  placeherd serve Alford",
      "  placeherd serve Riley --preset s21 --port-base 20000 --events changes",
      "  placeherd serve Tower --config harbour.toml"
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SERVER", description = "Its name in the herd, such as Alford.")
  private String name = "";

  @Mixin private HerdOptions herd = new HerdOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where its journal and log are kept (default data).")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--ack",
      paramLabel = "WHEN",
      description = "Reports are acknowledged when they are on disk, or in memory (default disk).")
  private Optional<String> ack = Optional.empty();

  @Option(
      names = "--events",
      paramLabel = "MODE",
      description = "What goes into the log: all, changes or off (default all).")
  private Optional<String> events = Optional.empty();

  @Option(
      names = "--event-format",
      paramLabel = "FORMAT",
      description = "How the log is written: as text, or a json object a line (default text).")
  private Optional<String> eventFormat = Optional.empty();

  @Option(
      names = "--places",
      paramLabel = "PROVIDER",
      description = "Where places come from (default embedded).")
  private Optional<String> places = Optional.empty();

  @Option(
      names = "--udp",
      paramLabel = "on|off",
      description = "Take lines by UDP, too, on the same port number (default on).")
  private Optional<String> udp = Optional.empty();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Where it answers HTTP: auto (line port + 1000), off or a port (default auto).")
  private Optional<String> httpPort = Optional.empty();

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description = "Serve nobody without a token of this file (default: everybody).")
  private Optional<String> tokens = Optional.empty();

  @Option(
      names = "--allow-synthetic",
      description = "Serve places that were made up for load tests, too.")
  private boolean allowSynthetic;

  @Option(
      names = "--insecure",
      description = "Listen where other machines reach it, although nothing is protected.")
  private boolean insecure;

  @Override
  public Integer call() throws StartupException, InterruptedException {
    return arguments().run(spec.commandLine().getOut());
  }

  ServeArguments arguments() {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    flags.putAll(
        herd.flags(
            Map.of(
                ConfigKey.DATA,
                data,
                ConfigKey.ACK,
                ack,
                ConfigKey.EVENTS,
                events,
                ConfigKey.LOG_FORMAT,
                eventFormat,
                ConfigKey.PLACES_PROVIDER,
                places,
                ConfigKey.UDP,
                udp,
                ConfigKey.HTTP_PORT,
                httpPort,
                ConfigKey.TOKENS_FILE,
                tokens)));
    if (allowSynthetic) {
      flags.put(ConfigKey.PLACES_SYNTHETIC, "true");
    }
    return new ServeArguments(name, flags, herd.config(), insecure);
  }
}
