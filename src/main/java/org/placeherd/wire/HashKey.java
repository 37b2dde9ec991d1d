package org.placeherd.wire;

/// A keyed hash of client names, so that nobody outside can choose names that collide.
///
/// Each step multiplies to 128 bits and folds the halves, as in the wyhash family. The two halves
/// of the key are chance and come from outside (the simulation gives fixed ones).
public record HashKey(long first, long second) {
  private static final long ODD = 0x9FB21C651E98DF25L;

  /// The hash of `bytes[from … to)`. The array must reach eight bytes past `to`.
  public long hash(byte[] bytes, int from, int to) {
    long key = second ^ ODD;
    long hash = first ^ (to - from);
    int at = from;
    for (; to - at >= 8; at += 8) {
      hash = fold(hash ^ Scan.word(bytes, at), key);
    }
    if (at < to) {
      long tail = Scan.word(bytes, at) & ((1L << (8 * (to - at))) - 1);
      hash = fold(hash ^ tail, key);
    }
    return fold(hash, ODD);
  }

  private static long fold(long left, long right) {
    return (left * right) ^ Math.unsignedMultiplyHigh(left, right);
  }
}
