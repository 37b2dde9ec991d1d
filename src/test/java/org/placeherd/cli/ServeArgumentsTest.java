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
                Map.of(
                    ConfigKey.PRESET, "w20",
                    ConfigKey.PORT_BASE, "1",
                    ConfigKey.DATA, "d",
                    ConfigKey.ACK, "memory",
                    ConfigKey.EVENTS, "off",
                    ConfigKey.PLACES_PROVIDER, "p",
                    ConfigKey.UDP, "off",
                    ConfigKey.HTTP_PORT, "off",
                    ConfigKey.TOKENS_FILE, "t",
                    ConfigKey.PLACES_SYNTHETIC, "true"),
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
