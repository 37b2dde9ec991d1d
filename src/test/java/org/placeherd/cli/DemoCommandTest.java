package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo in a process of its own, with servers in theirs.
class DemoCommandTest {
  private static final int LONG_SECONDS = 60;

  @TempDir Path directory = Path.of("");

  @Test
  void startsTheHerdPrintsThreeLinesToTryAndStopsEveryServerWhenToldTo() throws Exception {
    int base = CommandRun.freePorts(5);
    Process demo = demo(base);
    List<ProcessHandle> servers = List.of();
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
      String introduction = introduction(out);
      assertThat(introduction)
          .contains("Alford    127.0.0.1:" + base + "  tells Parker, Welsh\n")
          .contains("Logs: " + directory)
          .contains("IAMAT me.example ")
          .contains("| nc -N 127.0.0.1 " + base + "\n")
          .contains("printf 'WHATSAT kiwi.cs.ucla.edu 10 5\\n' | nc -N 127.0.0.1 " + (base + 4))
          .contains("./placeherd whatsat me.example 10 5 --port " + (base + 2));
      servers = demo.children().toList();
      assertThat(servers).hasSize(5);
      assertThat(CommandRun.of("iamat", "a", "+1+2", "--port", "" + (base + 1)).out())
          .startsWith("AT Bolden ");
      demo.toHandle().destroy();
      assertThat(demo.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(out.lines().collect(Collectors.joining("\n"))).contains("The herd has stopped.");
    } finally {
      demo.toHandle().destroyForcibly();
      servers.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(demo.exitValue()).isZero();
    assertThat(servers).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void saysWhichServerDiedAndStopsTheRest() throws Exception {
    int base = CommandRun.freePorts(5);
    Process demo = demo(base);
    List<ProcessHandle> servers = List.of();
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
      introduction(out);
      servers = demo.children().toList();
      servers.get(0).destroyForcibly();
      assertThat(demo.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      demo.toHandle().destroyForcibly();
      servers.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(demo.exitValue()).isEqualTo(1);
    assertThat(demo.errorReader(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.startsWith("placeherd: "))
        .singleElement()
        .asString()
        .contains(" ended with exit code 137: ")
        .contains("(the other servers were stopped)");
    assertThat(servers).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void namesAPortThatIsTakenBeforeItStartsAnything() throws IOException {
    int base = CommandRun.freePorts(5);
    try (ServerSocket taken = new ServerSocket(base + 3, 1, InetAddress.getLoopbackAddress())) {
      assertThat(CommandRun.of("demo", "--port-base", "" + base))
          .isEqualTo(
              new CommandRun(
                  1,
                  "",
                  "placeherd: Port "
                      + taken.getLocalPort()
                      + " for Parker is taken; stop what listens there, or choose other ports, for"
                      + " example with --port-base "
                      + (base + 1000)
                      + ".\n"));
    }
  }

  @Test
  void namesAnHttpPortThatIsTaken() throws IOException {
    int base = CommandRun.freePorts(5);
    try (ServerSocket taken = new ServerSocket(base + 1_002, 1, InetAddress.getLoopbackAddress())) {
      assertThat(CommandRun.of("demo", "--port-base", "" + base).err())
          .startsWith(
              "placeherd: Port " + taken.getLocalPort() + " for the HTTP of Hamilton is taken; ");
    }
  }

  @Test
  void logsThatCannotBeKeptAreOneSentence() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    String base = "" + CommandRun.freePorts(5);
    assertThat(CommandRun.of("demo", "--port-base", base, "--data", file.toString()))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "placeherd: Logs cannot go to "
                    + file
                    + ", which is not a directory; give --data another.\n"));
  }

  @Test
  void positionsAreWrittenAsTheProtocolWantsThem() {
    assertThat(DemoClients.iso6709(new org.placeherd.geo.LatLon(-33.8, 0)))
        .isEqualTo("-33.800000+0.000000");
  }

  @Test
  void withTokensItsOwnClientsHaveOneAndOthersNeedOne() throws Exception {
    int base = CommandRun.freePorts(5);
    Path file = directory.resolve("tokens");
    Process demo = demo(base, "--tokens", file.toString());
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
      assertThat(introduction(out)).contains("Whatever you try needs a token").contains("" + file);
      assertThat(CommandRun.of("iamat", "a", "+1+2", "--port", "" + base).err())
          .contains("refused");
      assertThat(CommandRun.of("tokens", "list", "--tokens", file.toString()).out())
          .containsPattern("clients of the demo +report,read +all");
      assertThat(demo.isAlive()).isTrue();
    } finally {
      demo.children().forEach(ProcessHandle::destroy);
      demo.toHandle().destroy();
      assertThat(demo.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Process demo(int base, String... more) throws IOException {
    List<String> command = new ArrayList<>(ServeLauncher.prefix());
    command.addAll(List.of("demo", "--port-base", "" + base, "--data", directory.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).start();
  }

  private static String introduction(BufferedReader out) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("Ctrl-C stops the herd.") < 0) {
      String line = out.readLine();
      assertThat(line).as("after: " + text).isNotNull();
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
