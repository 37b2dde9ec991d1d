package org.placeherd.simulation;

import java.util.Locale;

/// What must hold in every history, whatever goes wrong. A failure begins with the short name.
enum Checker {
  /// A report that was acknowledged, or shown, is gone when all is well again.
  LOST,
  /// Somebody tells or shows what nobody has said.
  INVENTED,
  /// Servers that are connected say different things when all is well again.
  DISAGREEMENT,
  /// What a client told with a report is not behind it, or something else is.
  TELEMETRY,
  /// A report is not everywhere soon, though all is well, or but one link is down.
  LATE,
  /// An old-style server that listens is not told.
  UNTOLD,
  /// A server says less than it has said before.
  WENT_BACK,
  /// A server that was started again knows less than it has said before.
  FORGOTTEN,
  /// A reply is not what it must be, to the byte, or does not come.
  REPLY,
  /// A server shows what a clock too far ahead has stamped.
  CLOCK,
  /// A report takes more messages than its graph allows.
  BUDGET,
  /// The herd does not come to rest.
  STORM,
  /// A link stays down, or something stays untold, though nothing is in the way.
  UNREST,
  /// A server keeps more for a slow neighbour than it knows clients.
  MEMORY,
  /// More complaints than there were lines to complain about.
  COMPLAINTS,
  /// The code under test threw something.
  EXCEPTION;

  /// The name as failures and tables write it.
  String shortName() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// What this checker has found.
  Finding found(String what) {
    return new Finding(this, what);
  }
}
