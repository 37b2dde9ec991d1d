package org.placeherd.places;

import java.time.Clock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two times that the gateway needs, so that a test can hold them in its hand.
///
/// @param nanoTime for spans, as `System.nanoTime`
/// @param wall for dates: budgets of a day or month, and the age of what is shown
record PlacesClock(LongSupplier nanoTime, InstantSource wall) {
  static final PlacesClock SYSTEM = new PlacesClock(System::nanoTime, Clock.systemUTC());

  long nanos() {
    return nanoTime.getAsLong();
  }
}
