package org.placeherd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.chaos.Ledger.Report;

/// The disk is full, and has room again. One server alone, so that no neighbour can make good what
/// it loses.
class FullDiskTest {
  private static final List<String> ALFORD = List.of("Alford");
  private static final int DISK_MEBIBYTES = 12;
  private static final int REPORTS = 100;
  private static final int PATIENCE_MILLIS = 60_000;

  /// So many digits behind the point of a time make a report fill the disk soon.
  private static final int LONG_FRACTION = 800;

  /// More room than this is nowhere ready on such a disk.
  private static final int MOST_LONG_REPORTS = (DISK_MEBIBYTES << 20) / LONG_FRACTION;

  @RegisterExtension final Seed seed = new Seed();
  private final Ledger ledger = new Ledger();

  @Test
  @DisplayName(
      "promises 1, 3, 7: on a full disk reports are refused and questions answered;"
          + " with room again reports are taken; nothing acknowledged is lost")
  void isFullForAWhile(@TempDir Path directory) throws Exception {
    try (HerdOfProcesses herd = new HerdOfProcesses(directory, HerdOfProcesses.SEED_GRAPH);
        SmallDisk disk = SmallDisk.mount(herd.data("Alford"), DISK_MEBIBYTES)) {
      herd.start(ALFORD);
      try (Load load = new Load(herd, ledger, seed)) {
        load.awaitAcknowledged(REPORTS);
        disk.fill();
        reportUntilRefused(herd);
        load.awaitRefused(REPORTS);
      }
      Map<String, String> before = Agreement.view(herd, "Alford", ledger);
      assertThat(before).containsKey("long");
      Agreement.await(herd, ledger);

      herd.kill(ALFORD);
      herd.start(ALFORD);
      assertThat(Agreement.view(herd, "Alford", ledger)).isEqualTo(before);
      try (Load load = new Load(herd, ledger, seed)) {
        load.awaitRefused(REPORTS);
        disk.empty();
        load.awaitAcknowledged(REPORTS);
        herd.kill(ALFORD);
      }
      herd.start(ALFORD);
      Agreement.await(herd, ledger);
      herd.kill(ALFORD); // before the disk is unmounted
    }
  }

  private void reportUntilRefused(HerdOfProcesses herd) throws IOException {
    long refused = ledger.refused();
    try (Conversation client = new Conversation(herd.address("Alford"), PATIENCE_MILLIS)) {
      for (int i = 0; i < MOST_LONG_REPORTS && ledger.refused() == refused; i++) {
        String time = ("%d.%0" + LONG_FRACTION + "d").formatted(1_479_413_884 + i, 1);
        Report report = new Report("Alford", "long", ledger.newPosition(), time);
        ledger.sends(report);
        client.send(report.line() + "\n");
        ledger.answered(report, client.line());
      }
    }
    assertThat(ledger.refused()).isGreaterThan(refused);
  }
}
