package org.placeherd.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 under load, again and again, and nothing that was acknowledged is lost.
///
/// `-Dplaceherd.kills=500` has more rounds than the build.
class KillTest {
  private static final int ROUNDS = Integer.getInteger("placeherd.kills", 20);

  /// In one of so many rounds all five servers die at once.
  private static final int ALL_FIVE = 4;

  /// In one of so many rounds those that died are killed again while they start.
  private static final int STORM = 5;

  /// In one of so many rounds they are asked to stop instead.
  private static final int SIGTERM = 6;

  private static final int DEATHS_IN_A_STORM = 3;
  private static final int REPORTS_BEFORE = 300;
  private static final int REPORTS_MEANWHILE = 200;

  @RegisterExtension final Seed seed = new Seed();

  @Test
  @DisplayName(
      "promises 1, 6: an acknowledged report survives kill -9 of any or all servers,"
          + " and who restarts catches up")
  void killed(@TempDir Path directory) throws Exception {
    Random chance = seed.random();
    Ledger ledger = new Ledger();
    try (HerdOfProcesses herd = new HerdOfProcesses(directory, HerdOfProcesses.SEED_GRAPH)) {
      herd.start(HerdOfProcesses.NAMES);
      for (int round = 1; round <= ROUNDS; round++) {
        List<String> victims = victims(chance);
        seed.round(victims + " die, %d acknowledged before".formatted(ledger.acknowledged()));
        try (Load load = new Load(herd, ledger, seed)) {
          load.awaitAcknowledged(1 + chance.nextInt(REPORTS_BEFORE));
          if (chance.nextInt(SIGTERM) == 0) {
            herd.stop(victims);
          } else {
            herd.kill(victims);
          }
          if (victims.size() < HerdOfProcesses.NAMES.size()) {
            load.awaitAcknowledged(chance.nextInt(REPORTS_MEANWHILE));
          }
          if (chance.nextInt(STORM) == 0) {
            storm(herd, victims, chance);
          }
          herd.start(victims);
        }
        Agreement.await(herd, ledger);
        ledger.settle();
      }
    }
  }

  /// Restarts them and kills them again at any moment: before they listen, or just then.
  private static void storm(HerdOfProcesses herd, List<String> victims, Random chance)
      throws Exception {
    for (int death = 0; death < DEATHS_IN_A_STORM; death++) {
      for (String victim : victims) {
        herd.launch(victim);
      }
      for (String victim : victims) {
        if (chance.nextBoolean()) {
          herd.process(victim).awaitListening();
        }
      }
      herd.kill(victims);
    }
  }

  private static List<String> victims(Random chance) {
    List<String> victims = new ArrayList<>(HerdOfProcesses.NAMES);
    Collections.shuffle(victims, chance);
    int size = chance.nextInt(ALL_FIVE) == 0 ? victims.size() : 1 + chance.nextInt(3);
    return victims.subList(0, size);
  }
}
