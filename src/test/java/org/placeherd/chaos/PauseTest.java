package org.placeherd.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A server that is stopped by SIGSTOP keeps its connections and says nothing: worse than a dead
/// one.
class PauseTest {
  private static final int ROUNDS = 2;
  private static final int REPORTS_OF_EACH = 60;

  @RegisterExtension final Seed seed = new Seed();

  @Test
  @DisplayName(
      "promises 6, 11: a server that stands still holds up nobody, and catches up when it goes on")
  void standsStill(@TempDir Path directory) throws Exception {
    Random chance = seed.random();
    Ledger ledger = new Ledger();
    try (HerdOfProcesses herd = new HerdOfProcesses(directory, HerdOfProcesses.mesh())) {
      herd.start(HerdOfProcesses.NAMES);
      for (int round = 0; round < ROUNDS; round++) {
        List<String> others = new ArrayList<>(HerdOfProcesses.NAMES);
        String still = others.remove(chance.nextInt(others.size()));
        try (Load load = new Load(herd, ledger, seed)) {
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, 1 + chance.nextInt(REPORTS_OF_EACH));
          herd.process(still).pause();
          load.awaitAcknowledgedBy(others, REPORTS_OF_EACH);
          List<String> restarted = List.of(others.get(chance.nextInt(others.size())));
          herd.kill(restarted);
          herd.start(restarted); // and greets one who does not answer
          load.awaitAcknowledgedBy(others, REPORTS_OF_EACH);
          herd.process(still).resume();
          load.awaitAcknowledgedBy(List.of(still), 1);
        }
        Agreement.await(herd, ledger);
      }
    }
  }
}
