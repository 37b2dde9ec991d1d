package org.placeherd.simulation;

import java.util.List;
import org.placeherd.node.NodeSettings.ExtraFields;

/// How one old-style server speaks and errs (protocol §4).
///
/// @param extra what it writes and wants behind the six fields
/// @param lineEnd what it ends its lines with; nothing only where a connection ends them
/// @param connectsForEachMessage whether it opens a connection for each line
/// @param onHello what it does when it hears HELLO
/// @param onAt what it answers to an AT line
/// @param numbers how it writes numbers anew
/// @param passesOn which reports it passes on
/// @param mostRepeats how often it says a line, at most
/// @param drips whether it sends byte by byte
/// @param breaksOff whether it sends half a line and hangs up, now and then
/// @param stalls whether it stops reading after a while
record Dialect(
    ExtraFields extra,
    String lineEnd,
    boolean connectsForEachMessage,
    OnHello onHello,
    OnAt onAt,
    Numbers numbers,
    PassesOn passesOn,
    int mostRepeats,
    boolean drips,
    boolean breaksOff,
    boolean stalls) {
  enum OnHello {
    COMPLAINS,
    IS_SILENT,
    HANGS_UP
  }

  enum OnAt {
    IS_SILENT,
    ACKNOWLEDGES,
    ECHOES
  }

  enum Numbers {
    KEPT,
    SEVEN_DIGITS,
    SIX_DIGITS
  }

  enum PassesOn {
    /// Newer ones; of equal times the first counts.
    NEWER,
    /// Newer ones; of equal times the last counts.
    NOT_OLDER,
    /// All, to all but those whose names stand behind the line.
    ALL
  }

  static Dialect of(Chance chance) {
    boolean connectsForEachMessage = chance.percent(30);
    boolean drips = chance.percent(10);
    return new Dialect(
        chance.of(List.of(ExtraFields.values())),
        chance.of(connectsForEachMessage ? List.of("\n", "\r\n", "") : List.of("\n", "\r\n")),
        connectsForEachMessage,
        chance.of(List.of(OnHello.values())),
        chance.of(List.of(OnAt.values())),
        chance.of(List.of(Numbers.values())),
        chance.of(List.of(PassesOn.values())),
        drips ? 1 : chance.of(List.of(1, 1, 1, 5, 50)),
        drips,
        chance.percent(20),
        chance.percent(10));
  }

  boolean carriageReturn() {
    return lineEnd.equals("\r\n");
  }
}
