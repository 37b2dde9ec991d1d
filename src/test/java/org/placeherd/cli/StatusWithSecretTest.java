package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.Await;
import org.placeherd.server.Configuration;
import org.placeherd.server.HerdServer;
import org.placeherd.server.ServerSettings;

/// `placeherd status` in a herd that has a secret.
class StatusWithSecretTest {
  @TempDir Path directory = Path.of("");

  private Path herd(String name, int port, String secretLine) throws IOException {
    return Files.writeString(
        directory.resolve(name),
        """
        [herd]
        %s

        [[herd.servers]]
        name = "Alford"
        host = "127.0.0.1"
        port = %d

        [server]
        data = "%s"

        [http]
        port = "off"
        """
            .formatted(secretLine, port, directory));
  }

  private String secretLine(String secret) throws IOException {
    Path file = Files.writeString(directory.resolve(secret.substring(0, 4)), secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "secret-file = \"%s\"".formatted(file);
  }

  private static boolean isUp(CommandRun status) {
    return status.exitCode() == 0 && status.out().matches("(?s).*Alford .* up .*");
  }

  @Test
  void itProvesTheSecretOfItsConfigurationOrSaysWhatIsWrong() throws Exception {
    int port = CommandRun.freePorts(1);
    Path right =
        herd(
            "right.toml",
            port,
            secretLine("the one secret that all of them know".replace(' ', '-')));
    Path wrong =
        herd(
            "wrong.toml",
            port,
            secretLine("or another secret that nobody knows".replace(' ', '-')));
    Path none = herd("none.toml", port, "");
    ServerSettings settings =
        ServerSettings.of(
            Configuration.read(Optional.of(right), Map.of(), Map.of()).herd(), "Alford", false);
    try (HerdServer _ = HerdServer.start(settings)) {
      Await.until("it is ready", () -> isUp(CommandRun.of("status", "--config", right.toString())));
      assertThat(CommandRun.of("status", "--config", wrong.toString()).out())
          .contains("its secret is another, or it is not Alford");
      assertThat(CommandRun.of("status", "--config", none.toString()).out())
          .contains("it asks for the herd's secret, and none is set here");
    }
  }
}
