package org.placeherd.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The same as [PartitionTest] a layer below: the links themselves go down. Needs root and `ip`.
class NamespacePartitionTest {
  private static final int PARTITIONS = 2;
  private static final int REPORTS_OF_EACH = 20;

  @RegisterExtension final Seed seed = new Seed();

  @Test
  @DisplayName("promises 4, 5, 7: when links go down and come up again, all servers agree")
  void linksGoDown(@TempDir Path directory) throws Exception {
    Optional<String> hindrance = NetworkNamespaces.hindrance();
    assumeTrue(hindrance.isEmpty(), () -> "no network namespaces here: " + hindrance.orElse(""));
    Random chance = seed.random();
    Ledger ledger = new Ledger();
    try (NetworkNamespaces network = NetworkNamespaces.create(HerdOfProcesses.NAMES);
        HerdOfProcesses herd = new HerdOfProcesses(directory, HerdOfProcesses.mesh())) {
      for (int number = 0; number < HerdOfProcesses.NAMES.size(); number++) {
        herd.places.put(HerdOfProcesses.NAMES.get(number), network.place(number));
      }
      herd.flags.add("--insecure");
      herd.start(HerdOfProcesses.NAMES);
      for (int number = 1; number <= PARTITIONS; number++) {
        Set<Integer> part = new TreeSet<>();
        for (int size = number; part.size() < size; ) {
          part.add(chance.nextInt(HerdOfProcesses.NAMES.size()));
        }
        try (Load load = new Load(herd, ledger, seed)) {
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
          network.separate(part);
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
        }
        assertThat(herd.problems(ledger)).as("they are cut off").isNotEmpty();
        network.join(part);
        herd.awaitAgreement(ledger);
      }
    }
  }
}
