package org.placeherd.cli.bench;

import java.util.Locale;

/// What the generator speaks. The Redis protocols carry the same report in the same spirit, so that
/// one tool can measure both servers.
public enum Protocol {
  /// The herd's own lines: `IAMAT` and `WHATSAT`.
  IAMAT('?'),
  /// Redis, a `GEOADD` of each report into one set.
  GEOADD('-'),
  /// Redis, a `SET` of each client's position and time.
  SET('-');

  /// The first byte of a reply that refuses a request.
  final byte errorMark;

  Protocol(char errorMark) {
    this.errorMark = (byte) errorMark;
  }

  /// The name a user types.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
