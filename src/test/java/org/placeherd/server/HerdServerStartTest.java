package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that cannot start: one sentence, the right exit code, and nothing left half started.
class HerdServerStartTest {
  private final Path data;
  private final TestHerd herd;

  HerdServerStartTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = TestHerd.alone(data).events(EventMode.ALL);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private StartupException failure() {
    return catchThrowableOfType(StartupException.class, () -> herd.start("Alford"));
  }

  private void nothingIsLeft() throws Exception {
    Await.until("all threads have ended", () -> threads().isEmpty());
    try (ServerSocket free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), herd.port("Alford")));
      assertThat(free.isBound()).isTrue();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("herd-") || name.startsWith("event log"))
        .toList();
  }

  private static void isASentence(String text) {
    assertThat(text).endsWith(".").doesNotContain("Exception").doesNotContain("\n");
  }

  @Test
  void aPortInUse() throws Exception {
    try (ServerSocket inUse =
        new ServerSocket(herd.port("Alford"), 1, InetAddress.getLoopbackAddress())) {
      StartupException failure = failure();
      assertThat(failure.exitCode()).isEqualTo(StartupException.FAILURE);
      assertThat(failure.sentence())
          .contains("Alford cannot listen on 127.0.0.1:" + inUse.getLocalPort())
          .contains("Address already in use")
          .contains("--port-base");
      isASentence(failure.sentence());
    }
    nothingIsLeft();
    herd.start("Alford");
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.ask("LLL")).isEqualTo("? LLL");
    }
  }

  @Test
  void aDataDirectoryThatIsAFile() throws Exception {
    Path file = Files.createFile(data.resolve("file"));
    herd.options =
        new ServerOptions(
            file,
            Acknowledgement.DISK,
            EventMode.ALL,
            StaleReply.LITERAL,
            false,
            Duration.ZERO,
            java.util.Set.of());
    StartupException failure = failure();
    assertThat(failure.exitCode()).isEqualTo(StartupException.FAILURE);
    assertThat(failure.sentence()).contains(file.toString()).contains("is not a directory");
    isASentence(failure.sentence());
    nothingIsLeft();
  }

  @Test
  void aLogThatIsADirectory() throws Exception {
    Files.createDirectory(herd.log("Alford"));
    StartupException failure = failure();
    assertThat(failure.exitCode()).isEqualTo(StartupException.FAILURE);
    assertThat(failure.sentence()).contains("server-Alford.log");
    isASentence(failure.sentence());
    nothingIsLeft();
  }

  @Test
  void aHostThatDoesNotExist() {
    HerdConfig config =
        HerdConfig.of(
            List.of(new ServerAddress("Alford", "no-such-host.invalid", 4_000)), List.of());
    StartupException failure =
        catchThrowableOfType(
            StartupException.class,
            () ->
                HerdServer.start(
                    ServerSettings.of(config.withOptions(herd.options), "Alford", true)));
    assertThat(failure.exitCode()).isEqualTo(StartupException.FAILURE);
    assertThat(failure.sentence())
        .contains("no-such-host.invalid:4000 (no such host); give it a host of this machine")
        .doesNotContain("--port-base");
    isASentence(failure.sentence());
  }

  @Test
  void anUnknownPlacesProvider() throws Exception {
    HerdConfig known = herd.config();
    HerdConfig unknown =
        new HerdConfig(
            known.servers(),
            known.links(),
            known.tolerance(),
            Map.of(),
            known.options(),
            known.limits(),
            known.eventLog(),
            new PlacesOptions("embeded", Duration.ofSeconds(2)),
            LinePortOptions.DEFAULT,
            known.http());
    StartupException failure =
        catchThrowableOfType(
            StartupException.class,
            () -> HerdServer.start(ServerSettings.of(unknown, "Alford", false)));
    assertThat(failure.exitCode()).isEqualTo(StartupException.USAGE);
    assertThat(failure.sentence()).contains("'embeded'").contains("nearest: embedded");
    isASentence(failure.sentence());
    assertThat(herd.log("Alford")).doesNotExist();
    nothingIsLeft();
  }

  @Test
  void aServerThatStopsLeavesNothingBehind() throws Exception {
    herd.start("Alford");
    try (LineClient idle = herd.client("Alford");
        LineClient asking = herd.client("Alford")) {
      asking.ask("IAMAT a +1+2 3");
      herd.places.hang(true);
      asking.send("WHATSAT a 1 1\n");
      Await.until("places are sought", () -> herd.places.queries() == 1);
      herd.stop("Alford");
      assertThat(idle.rest()).isEmpty();
      assertThat(asking.rest()).isEmpty();
    }
    nothingIsLeft();
    herd.start("Alford");
  }

  @Test
  void theServersOfARealConfigurationFindPlaces() throws Exception {
    HerdConfig config = herd.config();
    try (HerdServer server = HerdServer.start(ServerSettings.of(config, "Alford", false));
        LineClient client = LineClient.connect(server.port())) {
      client.ask("IAMAT kiwi +34.068930-118.445127 1479413884.392014450");
      client.send("WHATSAT kiwi 10 5\n");
      assertThat(client.answer()).contains("\"status\": \"OK\"").endsWith("}\n\n");
    }
  }
}
