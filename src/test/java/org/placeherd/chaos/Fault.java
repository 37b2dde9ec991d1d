package org.placeherd.chaos;

/// What may be wrong with the way from one server to another.
enum Fault {
  /// Nothing.
  NONE,
  /// Every connection is reset and none can be made.
  REFUSED,
  /// Connections are accepted, deliver a little, perhaps half a line, and are reset.
  HUNG_UP,
  /// Connections are accepted and deliver nothing, either way.
  HALF_OPEN,
  /// What the one who connected says is lost.
  LOST_FORTH,
  /// What it is answered is lost.
  LOST_BACK,
  /// Everything arrives late.
  DELAYED,
  /// A few lines at a time.
  THROTTLED,
  /// A byte at a time.
  DRIBBLED;

  private static final int ANY_NUMBER = 8 * 1_024;

  /// Whether what goes this way is lost.
  boolean loses(boolean forth) {
    return this == HALF_OPEN || this == (forth ? LOST_FORTH : LOST_BACK);
  }

  /// How many bytes may go at once.
  int bytesAtOnce() {
    return switch (this) {
      case DRIBBLED -> 1;
      case THROTTLED -> 300;
      default -> ANY_NUMBER;
    };
  }

  /// How long they wait before they go, at most.
  int waitMillis() {
    return switch (this) {
      case DRIBBLED -> 1;
      case THROTTLED -> 30;
      case DELAYED -> 200;
      default -> 0;
    };
  }
}
