package org.placeherd.journal;

import java.io.IOException;

/// The file system, or the quota on it, has no room left.
public final class DiskFullException extends IOException {
  /// @param reason what the system says
  public DiskFullException(String reason) {
    super(reason);
  }

  /// The same, known from `cause`.
  public DiskFullException(String reason, IOException cause) {
    super(reason, cause);
  }
}
