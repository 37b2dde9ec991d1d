package org.placeherd.server;

/// Something cannot be started, and why: the message is one sentence for the user.
public final class StartupException extends Exception {
  /// Exit code when what was asked for is wrong.
  public static final int USAGE = 2;

  /// Exit code when what was asked for is right but cannot be had.
  public static final int FAILURE = 1;

  private final int exitCode;

  private StartupException(int exitCode, String sentence, Throwable... cause) {
    super(sentence, cause.length == 0 ? null : cause[0]);
    this.exitCode = exitCode;
  }

  /// The user asked for something that makes no sense; `sentence` says what, where and what to do.
  public static StartupException usage(String sentence) {
    return new StartupException(USAGE, sentence);
  }

  /// The machine refused; `sentence` says what, where and what to do.
  public static StartupException failure(String sentence) {
    return new StartupException(FAILURE, sentence);
  }

  /// The machine refused because of `cause`.
  public static StartupException failure(String sentence, Throwable cause) {
    return new StartupException(FAILURE, sentence, cause);
  }

  /// The exit code of the process: [#USAGE] or [#FAILURE].
  public int exitCode() {
    return exitCode;
  }

  /// The sentence for the user.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
