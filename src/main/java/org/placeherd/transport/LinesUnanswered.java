package org.placeherd.transport;

import java.io.Serial;

/// Lines got no replies. Reports among them may have been stored all the same; to say them again
/// does no harm.
public final class LinesUnanswered extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;

  LinesUnanswered(Reason reason, String sentence) {
    super(sentence, null, false, false); // nothing of ours is wrong
    this.reason = reason;
  }

  /// Why there are no replies.
  public enum Reason {
    /// Too many lines wait already. Later it may do.
    BUSY,

    /// What they say cannot be saved.
    NOT_SAVED,

    /// The lines, or the replies, are too long for one call.
    TOO_LONG
  }

  /// Why there are no replies.
  public Reason reason() {
    return reason;
  }

  /// The same in a sentence, without quotes or backslashes.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
