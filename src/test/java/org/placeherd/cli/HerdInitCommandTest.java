package org.placeherd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.server.ConfigKey;
import org.placeherd.server.Configuration;
import org.placeherd.server.HerdConfig;
import org.placeherd.server.HerdServer;
import org.placeherd.server.ServerAddress;
import org.placeherd.server.ServerSettings;
import org.placeherd.server.TlsFiles;
import org.placeherd.server.TlsOptions;

class HerdInitCommandTest {
  @TempDir Path directory = Path.of("");

  private CommandRun init(String options) {
    return CommandRun.of(
        ("herd init --into " + directory.resolve("herd") + " " + options).split(" ", -1));
  }

  private HerdConfig herd() throws Exception {
    return Configuration.read(
            Optional.of(directory.resolve("herd").resolve("herd.toml")), Map.of(), Map.of())
        .herd();
  }

  @Test
  void makesAHerdWhoseFilesFit() throws Exception {
    CommandRun run = init("--servers Alford,Bolden,Hamilton --port-base 20000");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("placeherd serve Bolden --config ");
    HerdConfig herd = herd();
    assertThat(herd.servers())
        .containsExactly(
            new ServerAddress("Alford", "127.0.0.1", 20_000),
            new ServerAddress("Bolden", "127.0.0.1", 20_001),
            new ServerAddress("Hamilton", "127.0.0.1", 20_002));
    assertThat(herd.links()).hasSize(3);
    TlsOptions tls = herd.linePort().tls().orElseThrow();
    for (String server : herd.serverNames()) {
      assertThat(new TlsFiles(tls, server).read(Instant.now())).isNotNull();
    }
  }

  @Test
  void aHerdThatWasMadeSpeaksTls() throws Exception {
    int port = CommandRun.freePorts(2);
    assertThat(init("--servers Alford,Bolden --port-base " + port).exitCode()).isZero();
    Path file = directory.resolve("herd").resolve("herd.toml");
    HerdConfig herd =
        Configuration.read(
                Optional.of(file),
                Map.of(),
                Map.of(
                    ConfigKey.DATA, directory.resolve("data").toString(),
                    ConfigKey.HTTP_PORT, "off",
                    ConfigKey.UDP, "off"))
            .herd();
    try (HerdServer alford = HerdServer.start(ServerSettings.of(herd, "Alford", false));
        HerdServer bolden = HerdServer.start(ServerSettings.of(herd, "Bolden", false))) {
      assertThat(alford.port()).isNotEqualTo(bolden.port());
      CommandRun status;
      do {
        status = CommandRun.of("status", "--config", file.toString());
        assertThat(status.exitCode()).as(status.err()).isZero();
      } while (!status.out().contains("Bolden up") || !status.out().contains("Alford up"));
    }
  }

  @Test
  void keysAreReadByTheirOwnerOnly() throws IOException {
    assertThat(init("--servers Alford").exitCode()).isZero();
    for (String key : new String[] {"ca.key", "Alford.key", "client.key"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("herd").resolve(key))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aHerdOfSeveralMachinesMayStartWithoutInsecure() throws Exception {
    assertThat(init("--servers Alford,Bolden --hosts 10.0.0.1,10.0.0.2").exitCode()).isZero();
    HerdConfig herd = herd();
    assertThat(ServerSettings.of(herd, "Bolden", false).self().host()).isEqualTo("10.0.0.2");
    CommandRun check =
        CommandRun.of(
            "config",
            "check",
            "--config",
            directory.resolve("herd").resolve("herd.toml").toString());
    assertThat(check.out()).isEqualTo("The configuration is right: 2 servers, 1 links.\n");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    assertThat(init("--servers Alford").exitCode()).isZero();
    Path key = directory.resolve("herd").resolve("ca.key");
    String before = Files.readString(key);
    CommandRun again = init("--servers Alford");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("herd.toml is there already");
    Files.delete(directory.resolve("herd").resolve("herd.toml"));
    CommandRun third = init("--servers Alford");
    assertThat(third.exitCode()).isEqualTo(1);
    assertThat(third.err()).contains("ca.crt is there already");
    assertThat(Files.readString(key)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --servers Al_ford | "Al_ford"
          --servers Alford,Alford | "Alford"
          --servers client | "client"
          --servers Alford --hosts a,b | 2 hosts for 1 servers
          --servers Alford --days 0 | --days must be from 1 to 3650, not 0
          --servers Alford,Bolden --port-base 65535 | --port-base
          """)
  void whatMakesNoSenseIsAUsageError(String options, String words) {
    CommandRun run = init(options);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(directory.resolve("herd")).doesNotExist();
  }
}
