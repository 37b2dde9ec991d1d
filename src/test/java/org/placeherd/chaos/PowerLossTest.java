package org.placeherd.chaos;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 leaves to the system what was written and not synced; a power cut does not. Here it does
/// not either.
class PowerLossTest {
  private static final int ROUNDS = 3;
  private static final int REPORTS = 500;

  @RegisterExtension final Seed seed = new Seed();

  @Test
  @DisplayName("promises 1, 2: an acknowledged report survives the power loss of all servers")
  void powerFails(@TempDir Path directory) throws Exception {
    BadDisk disk = BadDisk.compile(directory);
    Ledger ledger = new Ledger();
    try (HerdOfProcesses herd = new HerdOfProcesses(directory, HerdOfProcesses.SEED_GRAPH)) {
      for (String name : HerdOfProcesses.NAMES) {
        herd.environments.put(name, disk.forgetful());
      }
      herd.start(HerdOfProcesses.NAMES);
      for (int round = 0; round < ROUNDS; round++) {
        try (Load load = new Load(herd, ledger, seed)) {
          load.awaitAcknowledged(1 + seed.random().nextInt(REPORTS));
          herd.kill(HerdOfProcesses.NAMES);
        }
        herd.start(HerdOfProcesses.NAMES);
        Agreement.await(herd, ledger);
      }
    }
  }
}
