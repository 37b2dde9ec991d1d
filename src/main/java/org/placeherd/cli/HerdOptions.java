package org.placeherd.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.StartupException;
import picocli.CommandLine.Option;

/// The options that say which herd is meant.
final class HerdOptions {
  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "A herd that is known by name: w14 f15 w16 f16 s18 w20 s21 w22 s23 (default w16).")
  private Optional<String> preset = Optional.empty();

  @Option(names = "--config", paramLabel = "FILE", description = "A TOML file that describes it.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      description = "The port of a preset's first server; the others follow (default 12490).")
  private Optional<String> portBase = Optional.empty();

  /// The configuration with these options in force.
  Configuration configuration() throws StartupException {
    return Configuration.read(config, System.getenv(), flags(Map.of()));
  }

  /// The configuration file, if one is named.
  Optional<Path> config() {
    return config;
  }

  /// What these options and others set.
  Map<ConfigKey, String> flags(Map<ConfigKey, Optional<String>> others) {
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    preset.ifPresent(name -> flags.put(ConfigKey.PRESET, name));
    portBase.ifPresent(port -> flags.put(ConfigKey.PORT_BASE, port));
    others.forEach((key, value) -> value.ifPresent(text -> flags.put(key, text)));
    return flags;
  }
}
