package org.placeherd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.Await;

/// A server whose disk is no longer what it was, among four others that are well.
class DamagedDiskTest {
  private static final String VICTIM = "Bolden";
  private static final int REPORTS = 200;

  @RegisterExtension final Seed seed = new Seed();
  private final Ledger ledger = new Ledger();
  private final HerdOfProcesses herd;

  DamagedDiskTest(@TempDir Path directory) throws IOException {
    herd = new HerdOfProcesses(directory, HerdOfProcesses.SEED_GRAPH);
  }

  @BeforeEach
  void start() throws Exception {
    herd.start(HerdOfProcesses.NAMES);
    work();
  }

  @AfterEach
  void close() throws IOException {
    herd.close();
  }

  /// Clients report, and then all servers that run have it.
  private void work() throws Exception {
    try (Load load = new Load(herd, ledger, seed)) {
      load.awaitAcknowledged(REPORTS);
    }
    Agreement.await(herd, ledger);
  }

  @Test
  @DisplayName("promise 6: a server whose disk was wiped catches up without an operator")
  void wiped() throws Exception {
    herd.kill(List.of(VICTIM));
    delete(herd.data(VICTIM));
    ledger.forgets(VICTIM);
    try (Load load = new Load(herd, ledger, seed)) {
      load.awaitAcknowledged(REPORTS);
      herd.start(List.of(VICTIM));
      load.awaitAcknowledgedBy(List.of(VICTIM), 1);
    }
    Agreement.await(herd, ledger);
  }

  @Test
  @DisplayName("promise 6: a server whose disk is a month old catches up without an operator")
  void old() throws Exception {
    herd.kill(List.of(VICTIM));
    Path copy = herd.data(VICTIM).resolveSibling("copy");
    copy(herd.data(VICTIM), copy);
    herd.start(List.of(VICTIM));
    work();
    herd.kill(List.of(VICTIM));
    delete(herd.data(VICTIM));
    Files.move(copy, herd.data(VICTIM));
    ledger.forgets(VICTIM);
    herd.start(List.of(VICTIM));
    Agreement.await(herd, ledger);
  }

  @Test
  @DisplayName(
      "promises 4, 6: what is damaged on a disk is said, set aside, and had from the neighbours")
  void corrupted() throws Exception {
    Map<String, String> before = Agreement.view(herd, VICTIM, ledger);
    herd.kill(List.of(VICTIM));
    herd.start(List.of(VICTIM)); // so that what it wrote is in a segment that is not the last
    herd.kill(List.of(VICTIM));
    int damaged = flipBytesOf(List.copyOf(before.values()));
    assertThat(damaged).isGreaterThan(before.size() / 2);
    ledger.forgets(VICTIM);
    herd.start(List.of(VICTIM));
    assertThat(herd.process(VICTIM).errors())
        .contains("The journal is damaged: segment-")
        .contains("lines are damaged")
        .doesNotContain("Exception");
    Agreement.await(herd, ledger);
    Await.until("the segment is set aside", () -> !journalFiles(".damaged").isEmpty());
    work();

    herd.kill(HerdOfProcesses.NAMES); // what was had from the neighbours is on the disk now
    herd.start(List.of(VICTIM));
    Agreement.await(herd, ledger);
    assertThat(herd.process(VICTIM).errors()).doesNotContain("damaged:");
  }

  @Test
  @DisplayName("promise 1: two processes never write to one directory")
  void locked() throws Exception {
    ServerProcess second = herd.launchDouble(VICTIM);
    assertThat(second.awaitEnd()).isNotZero();
    assertThat(second.errors())
        .contains("The journal in " + journal() + " is in use by another server; stop that one")
        .doesNotContain("Exception");
    work();
  }

  private Path journal() {
    return herd.data(VICTIM).resolve("journal-" + VICTIM);
  }

  private List<Path> journalFiles(String ending) throws IOException {
    try (Stream<Path> files = Files.list(journal())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// Spoils a byte in each of these lines, wherever it stands in the journal, but in every fifth.
  ///
  /// @return how many were spoilt
  private int flipBytesOf(List<String> lines) throws IOException {
    int flipped = 0;
    for (Path file : journalFiles("")) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < lines.size(); i++) {
        int at = text.indexOf(lines.get(i) + "*");
        if (at >= 0 && i % 5 != 0) {
          bytes[at + lines.get(i).length() - 1] ^= 1;
          flipped++;
        }
      }
      Files.write(file, bytes);
    }
    return flipped;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
