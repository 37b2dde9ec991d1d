package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpNamesEveryCommand(String word) {
    CommandRun run = CommandRun.of(word);
    assertThat(run.exitCode()).isZero();
    assertThat(Main.COMMANDS).allMatch(command -> run.out().contains("\n  " + command + " "));
    assertThat(CommandRun.of().out()).isEqualTo(run.out());
  }

  @Test
  void everyCommandExistsAndExplainsItselfWithExamples() {
    for (String command : Main.COMMANDS) {
      CommandRun run = CommandRun.of("help", command);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .startsWith("Usage: placeherd " + command + " ")
          .contains("Examples:\n  placeherd " + command);
      assertThat(CommandRun.of(command, "--help")).isEqualTo(run);
    }
  }

  @Test
  void tellsItsVersion() {
    assertThat(CommandRun.of("--version").out()).startsWith("placeherd ");
    assertThat(CommandRun.of("status", "--version")).isEqualTo(CommandRun.of("--version"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sevre | placeherd: "sevre" is not a command; did you mean serve? (known: demo, serve,
          serve | placeherd: Missing required parameter: 'SERVER' (see placeherd serve --help)
          serve Alford --port-bse 1 | placeherd: Unknown options: '--port-bse', '1'; did you mean --port-base? (see
          serve Alfrod | placeherd: There is no server "Alfrod" in this herd; did you mean Alford? (known:
          serve Alford --preset w17 | placeherd: --preset must be one of w14, f15,
          serve Alford --port-base 65535 | placeherd: --port-base: port base 65535 gives the last of 5
          serve Alford --config none.toml | placeherd: There is no file none.toml;
          config | placeherd: Say what to do with it: config check or config show
          journal | placeherd: Say what to do with it: journal verify, journal dump or journal compact
          iamat a +1+2 --server Alfrod | placeherd: There is no server "Alfrod" in this herd;
          iamat a +1+2 --server Alford --port 1 | placeherd: Give --server or --port, not both.
          iamat a +1+2 --host localhost | placeherd: --host needs --port too,
          iamat a +1+2 --port 65536 | placeherd: --port must be from 1 to 65535, not 65536.
          whatsat a --json --raw | placeherd: --json, --raw are mutually exclusive
          bench --connections 0 | placeherd: --connections must be from 1 to 60000, but is 0 (see placeherd bench --help)
          """)
  void aUsageErrorIsOneSentenceAndExitCodeTwo(String command, String sentence) {
    CommandRun run = CommandRun.of(command.split(" ", -1));
    assertThat(run.err()).startsWith(sentence).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
