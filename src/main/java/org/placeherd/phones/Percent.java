package org.placeherd.phones;

/// Hundredths.
final class Percent {
  /// What one percent is of the whole.
  static final double FRACTION = 0.01;

  private Percent() {}
}
