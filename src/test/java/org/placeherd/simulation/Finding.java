package org.placeherd.simulation;

/// What a [Checker] has found wrong.
final class Finding extends AssertionError {
  private final Checker checker;

  Finding(Checker checker, String what) {
    super(checker.shortName() + ": " + what);
    this.checker = checker;
  }

  Checker checker() {
    return checker;
  }
}
