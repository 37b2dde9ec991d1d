package org.placeherd.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
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
  /// Packets that vanish take their time: for each five partitions by proxies there is one of
  /// these, and one more.
  private static final int PARTITIONS = 1 + Integer.getInteger("placeherd.partitions", 5) / 5;

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
        for (int size = 1 + number % 2; part.size() < size; ) {
          part.add(chance.nextInt(HerdOfProcesses.NAMES.size()));
        }
        seed.round("separated are " + part);
        try (Load load = new Load(herd, ledger, seed)) {
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
          network.separate(part);
          load.awaitAcknowledgedBy(HerdOfProcesses.NAMES, REPORTS_OF_EACH);
        }
        assertThat(Agreement.problems(herd, ledger)).as("they are cut off").isNotEmpty();
        List<String> dead = List.of(HerdOfProcesses.NAMES.get(part.iterator().next()));
        herd.kill(dead); // and nobody is told: its connections stay on the other side
        herd.start(dead);
        network.join(part);
        Agreement.await(herd, ledger);
      }
    }
  }
}
