package org.placeherd.web.api;

import java.io.Serial;

/// The server does not do now what it is asked, for too much waits or nothing can be saved; the
/// same may do later. Of reports some may have been saved; to say them again does no harm.
public final class ServerBusy extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /// @param sentence why
  public ServerBusy(String sentence) {
    super(sentence, null, false, false); // a full disk is no bug of ours
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
