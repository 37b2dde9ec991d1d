package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.HerdServer;
import org.placeherd.server.ServerSettings;

/// What a user types, to a server that speaks TLS.
class CommandsByTlsTest {
  private final int port = CommandRun.freePorts(1);
  @TempDir Path directory = Path.of("");

  /// A herd of one, with a CA of its own; for `any`, or for who shows a `certificate`.
  private Path herd(String name, String clients) throws Exception {
    Path into = directory.resolve(name);
    CommandRun run =
        CommandRun.of(
            "herd", "init", "--servers", "Alford", "--port-base", "" + port, "--into", "" + into);
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path file = into.resolve("herd.toml");
    return Files.writeString(file, Files.readString(file) + "clients = \"" + clients + "\"\n");
  }

  private HerdServer start(Path file) throws Exception {
    Map<ConfigKey, String> flags =
        Map.of(ConfigKey.DATA, directory.resolve("data").toString(), ConfigKey.UDP, "off");
    HerdServer alford =
        HerdServer.start(
            ServerSettings.of(
                Configuration.read(Optional.of(file), Map.of(), flags).herd(), "Alford", false));
    alford.http().toCompletableFuture().get();
    return alford;
  }

  private static List<CommandRun> all(Path file) {
    String config = file.toString();
    return List.of(
        CommandRun.of("iamat", "kiwi", "+1.10+2", "3", "--config", config),
        CommandRun.of("whatsat", "kiwi", "--config", config),
        CommandRun.of("watch", "--snapshot", "--count", "1", "--config", config));
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "certificate"})
  void theySpeakItWhereTheConfigurationSaysSo(String clients) throws Exception {
    Path file = herd("herd", clients);
    try (HerdServer alford = start(file)) {
      List<CommandRun> runs = all(file);
      assertThat(runs).allSatisfy(run -> assertThat(run.exitCode()).as(run.err()).isZero());
      assertThat(runs.get(0).out()).startsWith("AT Alford ");
      assertThat(runs.get(2).out()).isEqualTo("1970-01-01T00:00:03Z kiwi 1.10,2\n");
      assertThat(
              CommandRun.of(
                      "iamat", "kiwi", "+1+2", "4", "--port", "" + port, "--config", "" + file)
                  .exitCode())
          .as("the server may be named by its address, too")
          .isZero();
      assertThat(alford.port()).isEqualTo(port);
    }
  }

  @Test
  void whoAsksWithoutTlsIsToldWhatMayBeWrong() throws Exception {
    try (HerdServer alford = start(herd("herd", "any"))) {
      CommandRun run = CommandRun.of("watch", "--port", "" + alford.port());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("if it speaks TLS, name its configuration with --config");
    }
  }

  @Test
  void aServerWithACertificateFromSomebodyElseIsNotBelieved() throws Exception {
    Path other = herd("other", "any");
    try (HerdServer alford = start(herd("herd", "any"))) {
      assertThat(all(other))
          .allSatisfy(run -> {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                .startsWith("placeherd: Alford at 127.0.0.1:")
                .contains("its certificate is not believed")
                .hasLineCount(1);
          });
      assertThat(alford.port()).isEqualTo(port);
    }
  }
}
