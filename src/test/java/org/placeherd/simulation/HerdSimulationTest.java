package org.placeherd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Herds in trouble, one a seed. `docs/testing.md` says how to replay one, and how to run many.
class HerdSimulationTest {
  /// Runs this seed only, and shows all that happens.
  private static final Long SEED = Long.getLong("placeherd.seed");

  private static final long FIRST = Long.getLong("placeherd.first", 1);
  private static final long SEEDS = Long.getLong("placeherd.seeds", 2_000);

  /// One in so many is run twice.
  private static final int TWICE = 100;

  private static final int MOST_FAILURES = 3;
  private static final long SEEDS_OF_A_WORD = 50_000;

  private final AtomicLong next = new AtomicLong(FIRST);
  private final ConcurrentSkipListMap<Long, AssertionError> failures =
      new ConcurrentSkipListMap<>();

  @Test
  void herdsAgreeAfterTroubles() throws InterruptedException {
    if (SEED != null) {
      run(SEED, true);
      return;
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      List<Callable<Object>> workers = new ArrayList<>();
      for (int i = 0; i < cores; i++) {
        workers.add(Executors.callable(this::runSeeds));
      }
      threads.invokeAll(workers);
    }
    assertThat(failures.values()).isEmpty();
  }

  private void runSeeds() {
    long seed = next.getAndIncrement();
    while (seed < FIRST + SEEDS && failures.size() < MOST_FAILURES) {
      try {
        runAlike(seed);
      } catch (AssertionError e) {
        failures.put(seed, e);
      }
      if ((seed - FIRST + 1) % SEEDS_OF_A_WORD == 0) {
        System.out.printf("%,d seeds, %d failures%n", seed - FIRST + 1, failures.size());
      }
      seed = next.getAndIncrement();
    }
  }

  private static void runAlike(long seed) {
    long trace = run(seed, false);
    if (seed % TWICE == 0) {
      assertThat(run(seed, false)).as("the trace of seed=%d, run again", seed).isEqualTo(trace);
    }
  }

  private static long run(long seed, boolean verbose) {
    try {
      return new HerdSimulation(seed, verbose).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed=%d: %s%nReplay: mvn test -Dtest=HerdSimulationTest -Dplaceherd.seed=%d"
              .formatted(seed, e.getMessage(), seed),
          e);
    }
  }
}
