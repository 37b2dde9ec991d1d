package org.placeherd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A herd is split, clients go on on all sides, it heals, and all servers say the same.
///
/// `-Dplaceherd.partitions=100` has more of them than the build.
class PartitionTest {
  private static final int PARTITIONS = Integer.getInteger("placeherd.partitions", 5);
  private static final int MOST_PARTS = 3;
  private static final int REPORTS_OF_EACH = 20;

  /// What separates, and what only hinders.
  private static final List<Fault> BETWEEN_PARTS =
      List.of(Fault.REFUSED, Fault.HUNG_UP, Fault.HALF_OPEN, Fault.LOST_FORTH, Fault.LOST_BACK);

  private static final List<Fault> WITHIN_A_PART =
      List.of(Fault.NONE, Fault.NONE, Fault.DELAYED, Fault.THROTTLED, Fault.DRIBBLED);

  @RegisterExtension final Seed seed = new Seed();

  @Test
  @DisplayName(
      "promises 4, 5, 7: cut off from each other, servers go on; when all is well again they agree")
  void partitioned(@TempDir Path directory) throws Exception {
    Random chance = seed.random();
    Ledger ledger = new Ledger();
    int disagreements = 0;
    try (HerdOfProcesses herd =
        new HerdOfProcesses(directory, HerdOfProcesses.mesh()).throughProxies(seed)) {
      herd.start(HerdOfProcesses.NAMES);
      for (int number = 1; number <= PARTITIONS; number++) {
        split(herd, chance);
        try (Load load = new Load(herd, ledger, seed)) {
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
          if (chance.nextBoolean()) {
            split(herd, chance); // before they have recovered
            load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
          }
        }
        disagreements += Agreement.problems(herd, ledger).isEmpty() ? 0 : 1;
        try (Load load = new Load(herd, ledger, seed)) {
          heal(herd);
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
        }
        Agreement.await(herd, ledger);
        ledger.settle();
      }
      assertThat(disagreements).as("splits that showed").isPositive();
    }
  }

  @Test
  @DisplayName("promises 4, 5: servers that reach each other over others only agree all the same")
  void withoutADirectLink(@TempDir Path directory) throws Exception {
    Random chance = seed.random();
    Ledger ledger = new Ledger();
    try (HerdOfProcesses herd =
        new HerdOfProcesses(directory, HerdOfProcesses.mesh()).throughProxies(seed)) {
      herd.proxy("Alford", "Welsh").set(any(BETWEEN_PARTS, chance));
      herd.proxy("Welsh", "Alford").set(any(BETWEEN_PARTS, chance));
      herd.proxy("Bolden", "Parker").set(any(BETWEEN_PARTS, chance));
      herd.start(HerdOfProcesses.NAMES);
      try (Load load = new Load(herd, ledger, seed)) {
        load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
      }
      Agreement.await(herd, ledger);
    }
  }

  private void split(HerdOfProcesses herd, Random chance) throws Exception {
    Map<Integer, Set<String>> parts = new TreeMap<>();
    while (parts.size() < 2) {
      parts.clear();
      for (String name : HerdOfProcesses.NAMES) {
        parts.computeIfAbsent(chance.nextInt(MOST_PARTS), _ -> new TreeSet<>()).add(name);
      }
    }
    seed.round("parts " + parts.values());
    for (Map.Entry<String, FaultProxy> way : herd.proxies.entrySet()) {
      String[] ends = way.getKey().split(">", -1);
      boolean together = parts.values().stream().anyMatch(part -> part.containsAll(List.of(ends)));
      way.getValue().set(any(together ? WITHIN_A_PART : BETWEEN_PARTS, chance));
    }
  }

  private static void heal(HerdOfProcesses herd) throws Exception {
    for (FaultProxy proxy : herd.proxies.values()) {
      proxy.set(Fault.NONE);
    }
  }

  private static Fault any(List<Fault> faults, Random chance) {
    return faults.get(chance.nextInt(faults.size()));
  }
}
