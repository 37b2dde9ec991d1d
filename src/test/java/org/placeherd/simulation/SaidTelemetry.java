package org.placeherd.simulation;

import java.util.List;

/// What clients tell besides where they are: always the same with the same report, so that nobody
/// has to remember it, and no chance is used up.
final class SaidTelemetry {
  private static final List<String> TOLD =
      List.of("", " spd=16.944 crs=271 bat=0.41 chg=0", " alt=-3.5 acc=5", " spd=0 chg=1");

  private SaidTelemetry() {}

  /// What stands behind an IAMAT, as our servers write it.
  static String behind(String iamat) {
    return TOLD.get(Math.floorMod(iamat.hashCode(), TOLD.size()));
  }
}
