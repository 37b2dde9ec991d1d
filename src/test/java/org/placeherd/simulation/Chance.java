package org.placeherd.simulation;

import java.util.List;
import java.util.SplittableRandom;

/// All the chance of one run, from its seed.
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /// True so many times in a hundred.
  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /// `least` … `most`.
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /// Some milliseconds, `least` … `most`, in nanoseconds.
  long millis(int least, int most) {
    return random.nextLong(least * 1_000_000L, most * 1_000_000L + 1);
  }

  <T> T of(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
