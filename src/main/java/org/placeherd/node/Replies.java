package org.placeherd.node;

import java.util.Optional;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;

/// Writes what a line is answered: the report as it was taken, the one that is known, or a
/// complaint.
final class Replies {
  private final Knowledge knowledge;
  private final Effects effects;
  private final byte[] ownPrefix;

  Replies(Knowledge knowledge, byte[] ownName, Effects effects) {
    this.knowledge = knowledge;
    this.effects = effects;
    ownPrefix = AtLine.prefix(ownName);
  }

  /// Answers an IAMAT line with the AT line of what it reports.
  ///
  /// @param delta as [PositionTable#add] takes it
  void putTaken(Line line, long nowNanos, byte[] delta) {
    ByteWriter out = effects.replies();
    if (delta.length == 0) {
      AtLine.putReply(out, ownPrefix, nowNanos - line.timeNanos(), line);
      return;
    }
    out.put(ownPrefix);
    out.put(delta);
    out.put(' ');
    AtLine.putTail(out, line);
    out.put('\n');
  }

  /// Answers with the AT line that is known of the client.
  ///
  /// @return how many bytes it has
  int putKnown(int client) {
    ByteWriter out = effects.replies();
    int before = out.size();
    knowledge.putAt(out, client);
    out.put('\n');
    return out.size() - before;
  }

  /// Answers a line that its sender may not say.
  Outcome refuse(Line line) {
    return complain(line, Outcome.NOT_ALLOWED);
  }

  /// Answers a line that cannot be served.
  ///
  /// @return the outcome given
  Outcome complain(Line line, Outcome outcome) {
    return complain(line, line.to(), outcome);
  }

  /// Answers the beginning of a line that is too long; none that is itself a complaint.
  Outcome tooLong(Line line) {
    if (line.bytes()[line.from()] == '?') {
      return Outcome.TOO_LONG;
    }
    int end = Math.min(line.to(), line.from() + Limits.ECHO_OF_TOO_LONG_BYTES);
    return complain(line, end, Outcome.TOO_LONG);
  }

  private Outcome complain(Line line, int end, Outcome outcome) {
    ByteWriter out = effects.replies();
    out.put('?');
    out.put(' ');
    out.put(line.bytes(), line.from(), end);
    out.put('\n');
    return outcome;
  }

  /// Takes the token of an AUTH line, and answers without repeating it. Where none is asked for the
  /// line is a complaint's cause like any other that is no command.
  Outcome token(Line line, Session session) {
    if (!session.knowsTokens()) {
      return complain(line, Outcome.INVALID);
    }
    Optional<Rights> rights = effects.rights(line);
    if (rights.isEmpty()) {
      session.showedWrongToken();
      effects.replies().put("? AUTH\n");
      return Outcome.WRONG_TOKEN;
    }
    session.with(rights.get());
    effects.replies().put("AUTH ok\n");
    return Outcome.LET_IN;
  }
}
