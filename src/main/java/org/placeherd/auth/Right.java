package org.placeherd.auth;

import java.util.Locale;

/// What a token may be good for.
public enum Right {
  /// To report positions, for the token's clients only.
  REPORT,
  /// To ask where clients are and what is near; of any client, for who may read may ask for all.
  READ,
  /// Both for all clients, to delete clients, and to see how servers are.
  ADMIN;

  /// As it stands in the file.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
