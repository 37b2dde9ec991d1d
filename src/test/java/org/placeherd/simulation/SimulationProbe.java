package org.placeherd.simulation;

import java.util.function.LongFunction;

/// Plays one seed and says which checker found something, by its short name; nothing for none. What
/// [BuggyClasses] are asked through a type that they share with us.
public final class SimulationProbe implements LongFunction<String> {
  /// For a class loader to make.
  public SimulationProbe() {}

  @Override
  public String apply(long seed) {
    try {
      new HerdSimulation(seed, false).run();
      return "";
    } catch (Finding e) {
      return e.checker().shortName();
    } catch (RuntimeException e) {
      return Checker.EXCEPTION.shortName();
    }
  }
}
