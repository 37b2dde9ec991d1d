package org.placeherd.web.api;

import java.io.Serial;

/// Reports got no replies: the server is too busy, or cannot save. Some may have been saved; to say
/// them again does no harm.
public final class ReportsRefused extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /// @param sentence why
  public ReportsRefused(String sentence) {
    super(sentence, null, false, false); // a full disk is no bug of ours
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
