package org.placeherd.web;

import java.io.Serial;

/// Lines got no replies.
public final class LinesRefused extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean isTooLong;
  private final boolean isForWrongTokens;

  /// @param sentence why; without quotes or backslashes
  /// @param isTooLong whether the lines, or their replies, are too long; otherwise it is the
  ///   server's trouble, and the same lines may do later
  public LinesRefused(String sentence, boolean isTooLong) {
    this(sentence, isTooLong, false);
  }

  private LinesRefused(String sentence, boolean isTooLong, boolean isForWrongTokens) {
    super(sentence, null, false, false); // a client's mistake or a disk's is no bug of ours
    this.isTooLong = isTooLong;
    this.isForWrongTokens = isForWrongTokens;
  }

  /// Too many of them have shown a wrong token.
  public static LinesRefused forWrongTokens() {
    return new LinesRefused("Too many tokens were wrong.", false, true);
  }

  /// What somebody is told whose lines got no replies.
  static LinesRefused of(Throwable failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof LinesRefused refused) {
      return refused;
    }
    return cause instanceof LinesRefused refused
        ? refused
        : new LinesRefused("This server has failed to answer; try again.", false);
  }

  boolean isTooLong() {
    return isTooLong;
  }

  boolean isForWrongTokens() {
    return isForWrongTokens;
  }

  /// Why, in a sentence without quotes or backslashes.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
