package org.placeherd.auth;

import java.io.Serial;

/// A file of tokens cannot be used; the message is one sentence for the operator, with the line and
/// what to do. Never with what stands there, for that may be a token.
public final class TokensProblem extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  TokensProblem(String sentence) {
    super(sentence);
  }

  /// The sentence.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
