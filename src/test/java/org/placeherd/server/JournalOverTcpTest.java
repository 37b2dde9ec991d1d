package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.journal.JournalException;

/// A server knows after a restart what it knew before. (What `kill -9` leaves is for the tests of
/// real processes.)
class JournalOverTcpTest {
  @TempDir private Path data;
  private TestHerd herd;

  @BeforeEach
  void prepare() throws Exception {
    herd = TestHerd.alone(data);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private String report(String name, int time) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      return client.ask("IAMAT " + name + " +34.068930-118.445127 " + time);
    }
  }

  private String stored(String name) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      return client.whatsat(name);
    }
  }

  @Test
  void aReportOutlivesARestart() throws Exception {
    herd.start("Alford");
    report("kiwi", 1);
    String newer = report("kiwi", 2);
    String other = report("\u00ff\u00fe", 1);
    herd.stop("Alford");
    herd.start("Alford");
    assertThat(stored("kiwi")).startsWith(newer + "\n");
    assertThat(stored("\u00ff\u00fe")).startsWith(other + "\n");
    assertThat(herd.status("Alford").get("clients").asInt()).isEqualTo(2);
  }

  @Test
  void reportsAcknowledgedFromMemoryAreSavedWhenTheServerStops() throws Exception {
    herd.acknowledge(Acknowledgement.MEMORY).start("Alford");
    String acknowledged = report("kiwi", 1);
    herd.stop("Alford");
    herd.start("Alford");
    assertThat(stored("kiwi")).startsWith(acknowledged + "\n");
  }

  @Test
  void theStatusTellsOfTheJournal() throws Exception {
    herd.start("Alford");
    report("kiwi", 1);
    JsonNode journal = herd.status("Alford").get("journal");
    assertThat(journal.get("ack").asText()).isEqualTo("disk");
    assertThat(journal.get("full").asBoolean()).isFalse();
    assertThat(journal.get("segments").asInt()).isEqualTo(1);
  }

  @Test
  void twoServersCannotShareAJournal() throws Exception {
    herd.start("Alford");
    TestHerd second = TestHerd.alone(data);
    assertThatThrownBy(() -> second.start("Alford"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("journal-Alford")
        .hasMessageContaining("in use by another server");
    assertThatThrownBy(() -> second.client("Alford")).as("its port is free again").isNotNull();
    assertThat(report("kiwi", 1)).as("the first one goes on").startsWith("AT Alford ");
  }

  @Test
  void aCompactedJournalHasEachClientsNewestLine() throws Exception {
    herd.start("Alford");
    for (int i = 0; i < 20; i++) {
      report("kiwi", i);
    }
    String newest = report("kiwi", 20);
    String other = report("lime", 1);
    Path journal = Recollection.directory(data, "Alford");
    assertThatThrownBy(() -> JournalCompaction.run(journal, Duration.ofSeconds(60)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("in use");
    herd.stop("Alford");

    JournalCompaction.Result result = JournalCompaction.run(journal, Duration.ofSeconds(60));
    assertThat(result.clients()).isEqualTo(2);
    assertThat(result.lines()).isEqualTo(22);
    assertThat(result.bytes()).isBetween(100L, 1_000L);
    assertThat(JournalCompaction.run(journal, Duration.ofSeconds(60)).lines()).isEqualTo(2);

    herd.start("Alford");
    assertThat(stored("kiwi")).startsWith(newest + "\n");
    assertThat(stored("lime")).startsWith(other + "\n");
  }
}
