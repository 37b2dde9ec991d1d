package org.placeherd.transport;

/// What a link has learnt of its peer over all connections: whether HELLO is worth saying.
///
/// Some old-style servers hang up on it, and are spared it then. A network that breaks at that
/// moment looks the same, and two servers of ours that spare each other HELLO would never find out
/// what they are; so it takes more than one time, and who was known as ours stays it.
final class Acquaintance {
  /// So many times in a row are no accident.
  private static final int HANG_UPS = 3;

  private boolean ours;
  private int hangUps;

  /// Whether to say HELLO on the next connection.
  boolean isGreeted() {
    return ours || hangUps < HANG_UPS;
  }

  /// The peer has answered HELLO, or said it.
  void isOurs() {
    ours = true;
  }

  /// A connection was lost.
  ///
  /// @param onHello whether it was before the peer had answered HELLO
  void lost(boolean onHello) {
    hangUps = onHello ? hangUps + 1 : Math.min(hangUps, HANG_UPS - 1);
  }
}
