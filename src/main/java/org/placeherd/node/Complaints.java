package org.placeherd.node;

import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;

/// The protocol's only no: `? ` and a copy of the line.
final class Complaints {
  private Complaints() {}

  static Outcome put(ByteWriter out, Line line, Outcome outcome) {
    return put(out, line, line.to(), outcome);
  }

  /// Answers a line that is too long by its first bytes; another server's complaint by nothing.
  static Outcome putTooLong(ByteWriter out, Line line) {
    if (line.bytes()[line.from()] == '?') {
      return Outcome.TOO_LONG;
    }
    int end = Math.min(line.to(), line.from() + Limits.ECHO_OF_TOO_LONG_BYTES);
    return put(out, line, end, Outcome.TOO_LONG);
  }

  private static Outcome put(ByteWriter out, Line line, int end, Outcome outcome) {
    out.put('?');
    out.put(' ');
    out.put(line.bytes(), line.from(), end);
    out.put('\n');
    return outcome;
  }
}
