package org.placeherd.server;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.placeherd.node.Outcome;
import org.placeherd.ops.EventLog;
import org.placeherd.ops.Label;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;

/// Says in the event log what happens in the herd (protocol §7): lines in and out, floods, links.
final class HerdEvents {
  private static final Label IN = Label.of("in");
  private static final Label OUT = Label.of("out");
  private static final Label FLOOD = Label.of("flood");
  private static final Label TOLD = Label.of("told");
  private static final Label CONNECT = Label.of("connect");
  private static final Label DISCONNECT = Label.of("disconnect");
  private static final Label REFUSE = Label.of("refuse");
  private static final Label LINK = Label.of("link");
  private static final Label NOTHING = Label.of("-");

  private final EventLog log;
  private final boolean all;
  private final Map<Outcome, Label> outcomes = new EnumMap<>(Outcome.class);

  HerdEvents(EventLog log, EventMode mode) {
    this.log = log;
    this.all = mode == EventMode.ALL;
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, Label.of(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }

  /// Whether lines need to be shown at all.
  boolean isOn() {
    return log.isOn();
  }

  /// The time of the events that follow.
  void at(long epochNanos) {
    log.at(epochNanos);
  }

  /// A line came in and this was done with it.
  void in(Label who, Line line, Outcome outcome) {
    if (!all && !isChange(outcome)) {
      return;
    }
    Label done = outcomes.getOrDefault(outcome, NOTHING);
    if (Redaction.mayHoldToken(line.kind())) {
      byte[] shown = Redaction.shown(line.bytes(), line.from(), line.to());
      log.event(IN, who, done, shown, 0, shown.length);
    } else {
      log.event(IN, who, done, line.bytes(), line.from(), line.to());
    }
  }

  /// What an operator who asked for changes only wants to see: what changed, and what was refused.
  private static boolean isChange(Outcome outcome) {
    return switch (outcome) {
      case ANSWERED, NOT_NEWER, DUPLICATE, GREETED, CHALLENGED, LET_IN, TAKEN, IGNORED -> false;
      case STORED,
          WRONG_TOKEN,
          HELD,
          HOLD_FULL,
          TOO_MANY_SERVERS,
          DISK_FULL,
          OUR_OWN_NAME,
          NO_SECRET,
          WRONG_PROOF,
          TABLE_FULL,
          TOO_FAST,
          NOT_ALLOWED,
          UNKNOWN_CLIENT,
          INVALID,
          TOO_LONG ->
          true;
    };
  }

  /// A reply, its LF included, was written.
  void out(Label who, byte[] bytes, int from, int to) {
    if (all && to > from) {
      int end = to;
      while (end > from && bytes[end - 1] == '\n') {
        end--;
      }
      log.event(OUT, who, NOTHING, bytes, from, end);
    }
  }

  /// The reply to a line was written.
  void out(Label who, Line line, byte[] bytes, int from, int to) {
    if (all && to > from && Redaction.mayHoldToken(line.kind())) {
      byte[] shown = Redaction.shown(bytes, from, to - 1);
      log.event(OUT, who, NOTHING, shown, 0, shown.length);
    } else {
      out(who, bytes, from, to);
    }
  }

  /// Lines were handed to a neighbour's link.
  void flooded(Label neighbour, ByteWriter lines) {
    if (!all) {
      return;
    }
    byte[] bytes = lines.array();
    int from = 0;
    for (int at = 0; at < lines.size(); at++) {
      if (bytes[at] == '\n') {
        log.event(FLOOD, neighbour, TOLD, bytes, from, at);
        from = at + 1;
      }
    }
  }

  void connected(Label who) {
    if (all) {
      log.event(CONNECT, who, NOTHING, new byte[0], 0, 0);
    }
  }

  /// Somebody who connected was turned away.
  void refused(Label who, String reason) {
    text(REFUSE, who, NOTHING, reason);
  }

  void disconnected(Label who, String reason) {
    if (all) {
      text(DISCONNECT, who, NOTHING, reason);
    }
  }

  /// A link was made, lost, or could not be made.
  void link(Label neighbour, String outcome, String words) {
    text(LINK, neighbour, Label.of(outcome), words);
  }

  /// Something that an operator should read.
  void note(String sentence) {
    log.note(sentence);
  }

  private void text(Label what, Label who, Label outcome, String words) {
    byte[] text = words.getBytes(StandardCharsets.UTF_8);
    log.event(what, who, outcome, text, 0, text.length);
  }

  /// Nothing more for now.
  void endOfBatch() {
    log.endOfBatch();
  }

  long shed() {
    return log.shed();
  }
}
