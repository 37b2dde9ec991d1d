package org.placeherd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.chaos.Ledger.Report;

/// fdatasync fails. One server alone, so that no neighbour can make good what it loses.
class FailingDiskTest {
  private static final List<String> ALFORD = List.of("Alford");
  private static final int REPORTS = 300;
  private static final int PATIENCE_MILLIS = 60_000;

  @RegisterExtension final Seed seed = new Seed();

  private final Path directory;
  private final Path trigger;
  private final Ledger ledger = new Ledger();

  FailingDiskTest(@TempDir Path directory) {
    this.directory = directory;
    this.trigger = directory.resolve("fails");
  }

  @BeforeEach
  void healthy() throws IOException {
    Files.deleteIfExists(trigger);
  }

  @Test
  @DisplayName(
      "promise 3: when the disk reports an error under load the server says so and ends,"
          + " and all it has acknowledged is there")
  void failsUnderLoad() throws Exception {
    try (HerdOfProcesses herd = herd()) {
      try (Load load = new Load(herd, ledger, seed)) {
        load.awaitAcknowledged(REPORTS);
        Files.createFile(trigger);
        endsWithASentence(herd);
      }
      comesBack(herd);
    }
  }

  @Test
  @DisplayName("promise 3: a report that the disk did not take is not acknowledged")
  void isNotAcknowledged() throws Exception {
    try (HerdOfProcesses herd = herd()) {
      try (Load load = new Load(herd, ledger, seed)) {
        load.awaitAcknowledged(REPORTS);
      }
      Report report = new Report("Alford", "nobody", ledger.newPosition(), "1479413884.392014450");
      try (Conversation client = new Conversation(herd.address("Alford"), PATIENCE_MILLIS)) {
        Files.createFile(trigger);
        ledger.sends(report);
        client.send(report.line() + "\n");
        assertThat(answer(client)).doesNotStartWith("AT ");
      }
      endsWithASentence(herd);
      comesBack(herd);
    }
  }

  /// The next line; empty if the server hangs up instead.
  private static String answer(Conversation client) {
    try {
      return client.line();
    } catch (IOException e) {
      return "";
    }
  }

  private HerdOfProcesses herd() throws Exception {
    HerdOfProcesses herd = new HerdOfProcesses(directory, HerdOfProcesses.SEED_GRAPH);
    herd.environments.put("Alford", BadDisk.compile(directory).failingWhile(trigger));
    herd.start(ALFORD);
    return herd;
  }

  private static void endsWithASentence(HerdOfProcesses herd) throws IOException {
    ServerProcess alford = herd.process("Alford");
    assertThat(alford.awaitEnd()).isNotZero();
    assertThat(alford.errors())
        .contains("Input/output error")
        .contains(herd.data("Alford").toString())
        .doesNotContain("Exception");
  }

  private void comesBack(HerdOfProcesses herd) throws Exception {
    Files.delete(trigger);
    herd.start(ALFORD);
    Agreement.await(herd, ledger);
  }
}
