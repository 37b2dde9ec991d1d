package org.placeherd.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the ends of lines, eight bytes at a time.
final class LineFeeds {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LINE_FEEDS = '\n' * ONES;

  private LineFeeds() {}

  /// The index of the first LF of `bytes[from … to)`; `to` if there is none.
  static int next(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = (long) WORD.get(bytes, at) ^ LINE_FEEDS;
      long matches = (word - ONES) & ~word & HIGHS;
      if (matches != 0) {
        return at + (Long.numberOfTrailingZeros(matches) >>> 3);
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }
}
