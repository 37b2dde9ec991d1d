package org.placeherd.ops;

import java.nio.charset.StandardCharsets;

/// How an event stands in the log.
sealed interface EventForm permits TextForm, JsonForm {
  /// Of a cut text: `\+` and the digits of the largest int.
  int CUT_MARK_BYTES = 12;

  /// The most bytes that an event takes, with what [Escape] may write past its end.
  ///
  /// @param textBytes of its text, before it is escaped; [EventLog#MAX_TEXT_BYTES] at most
  int most(Label what, Label who, Label outcome, int textBytes);

  /// Writes an event and its LF into `target` at `out`.
  ///
  /// @param text the text is `text[from, to)`; what is longer than [EventLog#MAX_TEXT_BYTES] is cut
  /// @return where it ends in `target`
  int put(
      TimeText time,
      Label what,
      Label who,
      Label outcome,
      byte[] text,
      int from,
      int to,
      byte[] target,
      int out);

  /// Copies a text, escaped and cut.
  ///
  /// @return where the copy ends in `target`
  static int putText(byte[] text, int from, int to, byte[] target, int out) {
    int kept = Math.min(to - from, EventLog.MAX_TEXT_BYTES);
    int end = Escape.copy(text, from, from + kept, target, out);
    if (kept == to - from) {
      return end;
    }
    byte[] mark = ("\\+" + (to - from - kept)).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, target, end, mark.length);
    return end + mark.length;
  }
}
