package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.server.ConfigKey;
import picocli.CommandLine;

class ServeArgumentsTest {
  @Test
  void readsEveryOptionAsPicocliDoes() {
    String[] args = {
      "--preset",
      "w20",
      "Hill",
      "--port-base",
      "1",
      "--data",
      "d",
      "--ack",
      "memory",
      "--events",
      "off",
      "--event-format",
      "json",
      "--places",
      "p",
      "--udp",
      "off",
      "--http-port",
      "off",
      "--tokens",
      "t",
      "--config",
      "c.toml",
      "--allow-synthetic",
      "--insecure"
    };
    ServeArguments quick = ServeArguments.quick(args).orElseThrow();
    assertThat(quick)
        .isEqualTo(
            new ServeArguments(
                "Hill",
                Map.ofEntries(
                    Map.entry(ConfigKey.PRESET, "w20"),
                    Map.entry(ConfigKey.PORT_BASE, "1"),
                    Map.entry(ConfigKey.DATA, "d"),
                    Map.entry(ConfigKey.ACK, "memory"),
                    Map.entry(ConfigKey.EVENTS, "off"),
                    Map.entry(ConfigKey.LOG_FORMAT, "json"),
                    Map.entry(ConfigKey.PLACES_PROVIDER, "p"),
                    Map.entry(ConfigKey.UDP, "off"),
                    Map.entry(ConfigKey.HTTP_PORT, "off"),
                    Map.entry(ConfigKey.TOKENS_FILE, "t"),
                    Map.entry(ConfigKey.PLACES_SYNTHETIC, "true")),
                Optional.of(Path.of("c.toml")),
                true));
    ServeCommand command = new ServeCommand();
    CommandLine picocli = new CommandLine(command);
    picocli.parseArgs(args);
    assertThat(command.arguments()).isEqualTo(quick);
    assertThat(picocli.getCommandSpec().options())
        .map(option -> option.longestName())
        .filteredOn(name -> !name.equals("--help") && !name.equals("--version"))
        .containsExactlyInAnyOrder(
            "--preset",
            "--port-base",
            "--data",
            "--ack",
            "--events",
            "--event-format",
            "--places",
            "--udp",
            "--http-port",
            "--tokens",
            "--config",
            "--allow-synthetic",
            "--insecure");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--help",
        "Alford --help",
        "Alford Bolden",
        "Alford --prt 1",
        "Alford --port-base",
        "Alford --port-base --insecure",
        "Alford --port-base=1",
        "Alford --port-base 1 --port-base 2",
        "Alford --config a --config b",
        "Alford --insecure --insecure",
        "--port-base 1"
      })
  void leavesEverythingElseToPicocli(String line) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    assertThat(ServeArguments.quick(args)).isEmpty();
  }
}
