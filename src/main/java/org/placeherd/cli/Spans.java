package org.placeherd.cli;

import java.time.Duration;

/// Words a span of time so that it is read at a glance.
final class Spans {
  private Spans() {}

  /// `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min` or `5 days 3 h`; without a sign.
  static String text(Duration span) {
    Duration length = span.abs();
    if (length.toMillis() < 1000) {
      return length.toMillis() + " ms";
    }
    if (length.toMinutes() < 1) {
      return length.toSeconds() + " s";
    }
    if (length.toHours() < 1) {
      return length.toMinutes() + " min " + length.toSecondsPart() + " s";
    }
    if (length.toDays() < 1) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    return length.toDays() + " days " + length.toHoursPart() + " h";
  }
}
