package org.placeherd.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.Link;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.ServerSettings;
import org.placeherd.server.Setting;
import org.placeherd.server.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `placeherd config`: checks a configuration, or shows it with the origin of each value.
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration, or shows what is in force and where it came from.",
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class},
    footer = {
      "",
      "Examples:",
      "  placeherd config check --config harbour.toml",
      "  placeherd config show --preset s21"
    })
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with it: config check or config show");
  }

  /// `placeherd config check`
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Says whether a configuration is right, and if not, what is wrong.")
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private HerdOptions options = new HerdOptions();

    @Override
    public Integer call() throws StartupException {
      HerdConfig herd = options.configuration().herd();
      spec.commandLine()
          .getOut()
          .println(
              "The configuration is right: "
                  + herd.servers().size()
                  + " servers, "
                  + herd.links().size()
                  + " links"
                  + (startsByItself(herd)
                      ? "."
                      : "; servers that other machines reach need --insecure to start."));
      return 0;
    }

    private static boolean startsByItself(HerdConfig herd) {
      try {
        for (String server : herd.serverNames()) {
          var _ = ServerSettings.of(herd, server, false);
        }
        return true;
      } catch (StartupException e) {
        return false;
      }
    }
  }

  /// `placeherd config show`: prints TOML that would configure the same herd.
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Prints every value in force as TOML, and where it came from.",
        "The file, the environment (PLACEHERD_SERVER_EVENTS and so on) and flags count, the later"
            + " before the earlier."
      })
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private HerdOptions options = new HerdOptions();

    @Override
    public Integer call() throws StartupException {
      Configuration configuration = options.configuration();
      PrintWriter out = spec.commandLine().getOut();
      out.print(herd(configuration));
      Table table = new Table();
      for (Setting setting : configuration.settings()) {
        table.add(setting.toToml(), "# " + setting.origin());
      }
      out.print(table.text(""));
      out.flush();
      return 0;
    }

    /// The servers and links: comments where a preset implies them, else values.
    private static String herd(Configuration configuration) {
      boolean preset =
          configuration.settings().stream().anyMatch(setting -> setting.key() == ConfigKey.PRESET);
      StringBuilder text = new StringBuilder(preset ? "" : "herd.servers = [\n");
      for (ServerAddress server : configuration.herd().servers()) {
        text.append(
            preset
                ? "# " + server.name() + " on " + server.hostAndPort() + "\n"
                : "  { name = %s, host = %s, port = %d },\n"
                    .formatted(
                        Setting.tomlText(server.name()),
                        Setting.tomlText(server.host()),
                        server.port()));
      }
      text.append(preset ? "# links:" : "]\nherd.links = [\n");
      for (Link link : configuration.herd().links()) {
        text.append(
            preset
                ? " " + link
                : "  [%s, %s],\n"
                    .formatted(Setting.tomlText(link.one()), Setting.tomlText(link.other())));
      }
      return text.append(preset ? "\n" : "]\n").toString();
    }
  }
}
