package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.Configuration;
import org.placeherd.server.StartupException;

class ConfigCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void checkSaysWhatIsRightOrWrong() throws IOException {
    assertThat(CommandRun.of("config", "check"))
        .isEqualTo(new CommandRun(0, "The configuration is right: 5 servers, 5 links.\n", ""));
    Path file = Files.writeString(directory.resolve("h.toml"), "[server]\nevent = 1\n");
    CommandRun wrong = CommandRun.of("config", "check", "--config", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .startsWith("placeherd: h.toml line 2: server.event is not a key; did you mean events?")
        .hasLineCount(1);
  }

  @Test
  void checkPointsOutAnOpenHerd() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("h.toml"),
            "[[herd.servers]]\nname = 'A'\nhost = '10.0.0.7'\nport = 7000\n");
    assertThat(CommandRun.of("config", "check", "--config", file.toString()).out())
        .contains("need --insecure to start");
  }

  @Test
  void showNamesTheOriginOfEachValue() {
    assertThat(CommandRun.of("config", "show", "--preset", "w20", "--port-base", "7000").out())
        .startsWith("# Hill on 127.0.0.1:7000\n# Jaquez on 127.0.0.1:7001\n")
        .contains("# links: Hill-Jaquez Hill-Smith ")
        .containsPattern("\nherd.preset = \"w20\" +# --preset\n")
        .containsPattern("\nherd.port-base = 7000 +# --port-base\n")
        .containsPattern("\nserver.events = \"all\" +# default\n");
  }

  @Test
  void whatShowPrintsConfiguresTheSameHerd() throws IOException, StartupException {
    Path file =
        Files.writeString(
            directory.resolve("h.toml"),
            """
            [herd]
            links = ["A.1-B"]
            [[herd.servers]]
            name = "A.1"
            host = "localhost"
            port = 7000
            [[herd.servers]]
            name = "B"
            host = "::1"
            port = 7001
            [peers."A.1"]
            hello = "off"
            [server]
            old-style-peers = ["10.0.0.7"]
            """);
    String shown = CommandRun.of("config", "show", "--config", file.toString()).out();
    Path again = Files.writeString(directory.resolve("again.toml"), shown);
    assertThat(Configuration.read(Optional.of(again), Map.of(), Map.of()).herd())
        .isEqualTo(Configuration.read(Optional.of(file), Map.of(), Map.of()).herd());
  }
}
