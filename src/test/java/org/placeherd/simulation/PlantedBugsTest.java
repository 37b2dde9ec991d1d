package org.placeherd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    List<Found> found = findAll(bugs);
    assertThat(found.stream().filter(f -> f.checker.isEmpty()).map(Found::bug))
        .as("bugs that %d seeds have not found", MOST_SEEDS)
        .isEmpty();
    List<String> rows = found.stream().map(Found::row).toList();
    TABLE.requireRows(rows, PlantedBugsTest.class, Found::withoutSeed);
  }

  private static List<Found> findAll(List<PlantedBug> bugs)
      throws InterruptedException, ExecutionException {
    List<Callable<Found>> searches = new ArrayList<>();
    bugs.forEach(bug -> searches.add(() -> find(bug)));
    int cores = Runtime.getRuntime().availableProcessors();
    List<Found> found = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      for (Future<Found> search : threads.invokeAll(searches)) {
        found.add(search.get());
      }
    }
    return found;
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
