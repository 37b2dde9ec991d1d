package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.web.HttpClientSocket;

/// Where a server answers HTTP, and when it does not.
class HttpPortTest {
  private static final long PATIENCE_SECONDS = 30;

  private final TestHerd herd;

  HttpPortTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private static HttpPort configured(String value) throws StartupException {
    return Configuration.read(Optional.empty(), Map.of(), Map.of(ConfigKey.HTTP_PORT, value))
        .herd()
        .http()
        .port();
  }

  @Test
  void autoIsAThousandAboveTheLinePort() throws StartupException {
    HttpPort auto = Configuration.read(Optional.empty(), Map.of(), Map.of()).herd().http().port();
    assertThat(auto).isEqualTo(configured("auto"));
    assertThat(auto.beside(12_490)).hasValue(13_490);
    assertThat(auto.beside(64_535)).hasValue(65_535);
    assertThat(auto.beside(64_536)).isEmpty();
    assertThat(configured("off").beside(12_490)).isEmpty();
    assertThat(configured("8080").beside(12_490)).hasValue(8080);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "0", "65536", "-1", "", "08x"})
  void anythingElseIsRefused(String value) {
    assertThat(catchThrowableOfType(StartupException.class, () -> configured(value)).sentence())
        .startsWith("--http-port must be auto, off or a whole number from 1 to 65535, not ");
  }

  @Test
  void aLinePortThatIsTooHighForAutoIsSaid() throws StartupException {
    HerdConfig high =
        HerdConfig.of(List.of(new ServerAddress("Alford", "127.0.0.1", 65_000)), List.of());
    assertThat(ServerSettings.of(high, "Alford", false).noHttp())
        .contains(
            "Alford answers no HTTP: its line port and 1000 are more than 65535; choose a port with"
                + " --http-port.");
    HerdConfig usual =
        HerdConfig.of(List.of(new ServerAddress("Alford", "127.0.0.1", 12_490)), List.of());
    assertThat(ServerSettings.of(usual, "Alford", false).noHttp()).isEmpty();
  }

  @Test
  void aTakenPortIsOneSentenceAndNothingIsLeft() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(TestHerd.freePort(), 1, InetAddress.getLoopbackAddress())) {
      herd.http = new HttpPort.Fixed(taken.getLocalPort());
      StartupException failure =
          catchThrowableOfType(StartupException.class, () -> herd.start("Alford"));
      assertThat(failure.exitCode()).isEqualTo(StartupException.FAILURE);
      assertThat(failure.sentence())
          .isEqualTo(
              "Alford cannot answer HTTP on 127.0.0.1:"
                  + taken.getLocalPort()
                  + " (Address already in use); stop the program that has the port, or choose"
                  + " another, or off, with --http-port or http.port in the file.");
    }
    try (ServerSocket free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), herd.port("Alford")));
      assertThat(free.isBound()).isTrue();
    }
    herd.http = new HttpPort.Off();
    herd.start("Alford");
  }

  @Test
  void aPortThatIsTakenBetweenTheTrialAndTheOpeningIsAFailureToo() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(TestHerd.freePort(), 1, InetAddress.getLoopbackAddress())) {
      herd.http = new HttpPort.Fixed(taken.getLocalPort());
      HttpSide http =
          new HttpSide(ServerSettings.of(herd.config(), "Alford", false), Optional.empty());
      CompletableFuture<StartupException> failure = new CompletableFuture<>();
      http.open(new NoBackend(), failure::complete);
      assertThat(failure.get().sentence()).contains("Address already in use");
      assertThatThrownBy(() -> http.opened().toCompletableFuture().get())
          .hasCauseInstanceOf(StartupException.class);
    }
  }

  /// An address without an address is no IOException, nor is a class that cannot be loaded.
  @Test
  void whateverElseKeepsHttpFromOpeningIsAFailureInWords() throws Exception {
    ServerAddress nowhere = new ServerAddress("Alford", "[no address]", 12_490);
    HttpSide http =
        new HttpSide(
            new ServerSettings(
                nowhere, HerdConfig.of(List.of(nowhere), List.of()), List.of(), true),
            Optional.empty());
    CompletableFuture<StartupException> failure = new CompletableFuture<>();
    http.open(new NoBackend(), failure::complete);
    assertThat(failure.get(PATIENCE_SECONDS, TimeUnit.SECONDS).sentence())
        .startsWith("Alford cannot answer HTTP (java.lang.")
        .endsWith("or start it without HTTP by --http-port off.");
    assertThatThrownBy(() -> http.opened().toCompletableFuture().get())
        .hasCauseInstanceOf(StartupException.class);
  }

  @Test
  void aServerThatStopsStopsItsHttp() throws Exception {
    int port = herd.startWithHttp("Alford");
    try (HttpClientSocket client = new HttpClientSocket(port)) {
      assertThat(client.get("/healthz").status()).isEqualTo(200);
      herd.stop("Alford");
    }
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
    herd.startWithHttp("Alford");
  }

  @Test
  void aServerThatStopsBeforeItsHttpIsOpenNeverOpensIt() throws Exception {
    int port = TestHerd.freePort();
    herd.http = new HttpPort.Fixed(port);
    HttpSide http =
        new HttpSide(ServerSettings.of(herd.config(), "Alford", false), Optional.empty());
    http.close();
    http.open(new NoBackend(), failure -> {});
    assertThatThrownBy(() -> http.opened().toCompletableFuture().get())
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void withoutHttpNoneIsOpened() throws Exception {
    HttpSide http =
        new HttpSide(ServerSettings.of(herd.config(), "Alford", false), Optional.empty());
    http.open(new NoBackend(), failure -> {});
    assertThat(http.opened().toCompletableFuture().get()).isEqualTo(OptionalInt.empty());
  }
}
