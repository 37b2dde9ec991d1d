package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokens from the command to a server in a process of its own, and the commands that show them.
class TokensCommandTest {
  @TempDir private Path directory;

  private String file() {
    return directory.resolve("tokens").toString();
  }

  private CommandRun tokens(String... args) {
    List<String> all = new ArrayList<>(List.of("tokens"));
    all.addAll(Arrays.asList(args));
    all.addAll(List.of("--tokens", file()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void makesShowsAndTakesBack() throws Exception {
    CommandRun made = tokens("add", "the vans", "--rights", "report", "--prefix", "van/");
    assertThat(made.exitCode()).isZero();
    assertThat(made.out()).matches("[a-z2-9]{32}\n");
    assertThat(made.err()).contains("written nowhere").doesNotContain(made.out().strip());
    assertThat(Files.readString(Path.of(file()))).doesNotContain(made.out().strip());
    tokens("add", "all");
    String list = tokens("list").out();
    assertThat(list).containsPattern("the vans +report +prefix:van/ +20\\d\\d-\\d\\d-\\d\\d");
    assertThat(list).containsPattern("all +report,read +all +20");
    assertThat(tokens("add", "all").err()).contains("There is a token \"all\"").contains(file());
    assertThat(tokens("remove", "the vans").exitCode()).isZero();
    assertThat(tokens("remove", "the vans").err()).contains("There is no token \"the vans\"");
    assertThat(tokens("list").out()).doesNotContain("vans");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          add x --rights write               | report, read and admin
          add x --rights admin --client jane | admin is for all clients
          add x --client jane --prefix j     | mutually exclusive
          add                                | LABEL
          remove                             | LABEL
          """)
  void whatIsAskedWronglyIsExplained(String line, String words) {
    CommandRun run = tokens(line.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(Path.of(file())).doesNotExist();
  }

  @Test
  void withoutAFileItSaysHowToNameOne() {
    CommandRun run = CommandRun.of("tokens", "list");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--tokens FILE").contains("auth.tokens-file");
    assertThat(CommandRun.of("tokens").err()).contains("tokens add");
  }

  private Process start(String token, String... args) throws Exception {
    List<String> command = new ArrayList<>(ServeLauncher.prefix());
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (token.isEmpty()) {
      builder.environment().remove("PLACEHERD_TOKEN");
    } else {
      builder.environment().put("PLACEHERD_TOKEN", token);
    }
    return builder.start();
  }

  private String run(String token, String... args) throws Exception {
    Process process = start(token, args);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  @Test
  void commandsShowTheTokenOfTheirEnvironment() throws Exception {
    String token = tokens("add", "me", "--rights", "admin").out().strip();
    int base = CommandRun.freePorts(5);
    String port = Integer.toString(base);
    String data = directory.resolve("data").toString();
    String[] serve = {
      "serve",
      "Alford",
      "--port-base",
      port,
      "--data",
      data,
      "--tokens",
      file(),
      "--http-port",
      "off"
    };
    Process server = start("", serve);
    StringBuilder said = new StringBuilder();
    try (var out = server.inputReader(StandardCharsets.UTF_8)) {
      said.append(out.readLine());
      String[] iamat = {"iamat", "kiwi", "+1+2", "--port", port};
      assertThat(run(token, iamat)).startsWith("AT Alford ");
      assertThat(run("", iamat)).contains("refused").contains("PLACEHERD_TOKEN");
      assertThat(run("wr0ng", iamat)).contains("the token in PLACEHERD_TOKEN was refused");
      assertThat(run(token, "whatsat", "kiwi", "1", "1", "--port", port)).contains("kiwi");
      assertThat(run(token, "status", "--port-base", port)).contains("Alford").contains(" up ");
      assertThat(
              run(
                  token,
                  ("bench --connections 2 --depth 4 --clients 10 --warm-up 0 --seconds"
                          + " 0.2 --port "
                          + port)
                      .split(" ", -1)))
          .contains("lines/s");
      server.toHandle().destroy(); // its own destroy would close the output unread
      out.lines().forEach(said::append);
    } finally {
      server.destroyForcibly();
    }
    assertThat(said.toString()).doesNotContain(token);
    assertThat(Files.readString(Path.of(data, "server-Alford.log"))).doesNotContain(token, "wr0ng");
  }
}
