package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.placeherd.server.Configuration;
import org.placeherd.server.ServerAddress;

class ClientTokenTest {
  private static final Optional<String> TOKEN = Optional.of("secret");

  @Test
  void oneThatOthersCanReadOnTheWayIsWarnedOf() {
    ServerAddress far = new ServerAddress("Alford", "192.0.2.1", 12_490);
    assertThat(ClientToken.warning(far, false, TOKEN).orElseThrow())
        .contains("192.0.2.1:12490 without TLS")
        .doesNotContain("secret");
    assertThat(ClientToken.warning(far, true, TOKEN)).isEmpty();
    assertThat(ClientToken.warning(far, false, Optional.empty())).isEmpty();
    assertThat(ClientToken.warning(new ServerAddress("Alford", "127.0.0.1", 1), false, TOKEN))
        .isEmpty();
  }

  /// In a process of its own, for the environment of this one cannot be changed.
  @Test
  void watchShowsTheTokenOfTheEnvironment() throws Exception {
    try (StubServer server =
        StubServer.start((line, out) -> {
          if (line.isEmpty()) {
            out.write(
                """
                HTTP/1.1 200 OK
                Content-Type: text/event-stream

                event: left
                data: {"id":"kiwi"}
                id: s.8

                """
                    .getBytes(UTF_8));
          }
          return !line.isEmpty();
        })) {
      ProcessBuilder watch =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "watch",
              "--count",
              "1",
              "--http-port",
              server.port());
      watch.environment().put(Configuration.TOKEN_VARIABLE, " secret\n");
      watch.redirectErrorStream(true);
      Process process = watch.start();
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).contains("left kiwi");
      assertThat(process.waitFor()).isZero();
      assertThat(server.lines()).contains("Authorization: Bearer secret");
    }
  }
}
