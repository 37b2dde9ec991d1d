package org.placeherd.cli.bench;

/// Why a run could not go on.
public final class BenchFailure extends RuntimeException {
  private final String sentence;

  BenchFailure(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  BenchFailure(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /// What happened and where, in one sentence for the user.
  public String sentence() {
    return sentence;
  }
}
