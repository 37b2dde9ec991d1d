package org.placeherd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// Whether the simulation bites: each classic mistake that is planted in our source must be found
/// by one of its checkers, soon. The table in `docs/reliability.md` says by which.
class PlantedBugsTest {
  private static final int MOST_SEEDS = 2_000;
  private static final DocumentTable TABLE = new DocumentTable("| planted bug | found by | seed |");

  private record Found(String bug, String checker, long seed) {
    String row() {
      return "| %s | %s | %d |".formatted(bug, checker, seed);
    }

    static String withoutSeed(String row) {
      return row.replaceFirst("\\d+ \\|$", "");
    }
  }

  @Test
  void everyPlantedBugIsFound() throws Exception {
    List<PlantedBug> bugs = PlantedBug.all();
    assertThat(bugs).hasSizeGreaterThanOrEqualTo(15);
    List<String> rows = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    for (PlantedBug bug : bugs) {
      Found found = find(bug);
      System.out.println(found.row());
      rows.add(found.row());
      if (found.checker.isEmpty()) {
        missed.add(bug.name());
      }
    }
    assertThat(missed).as("bugs that %d seeds have not found", MOST_SEEDS).isEmpty();
    TABLE.requireRows(rows, PlantedBugsTest.class, Found::withoutSeed);
  }

  private static Found find(PlantedBug bug) throws IOException, ReflectiveOperationException {
    LongFunction<String> probe = probe(new BuggyClasses(bug));
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      String checker = probe.apply(seed);
      if (!checker.isEmpty()) {
        return new Found(bug.name(), checker, seed);
      }
    }
    return new Found(bug.name(), "", 0);
  }

  @SuppressWarnings("unchecked")
  private static LongFunction<String> probe(ClassLoader classes)
      throws ReflectiveOperationException {
    Class<?> type = classes.loadClass(SimulationProbe.class.getName());
    return (LongFunction<String>) type.getConstructor().newInstance();
  }
}
