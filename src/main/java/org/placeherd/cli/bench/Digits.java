package org.placeherd.cli.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes numbers of a fixed width into little-endian buffers, four digits at a time.
final class Digits {
  private static final int[] FOUR = new int[10_000];

  static {
    for (int number = 0; number < FOUR.length; number++) {
      int thousands = '0' + number / 1000;
      int hundreds = '0' + number / 100 % 10;
      int tens = '0' + number / 10 % 10;
      int ones = '0' + number % 10;
      FOUR[number] = thousands | hundreds << 8 | tens << 16 | ones << 24;
    }
  }

  private Digits() {}

  /// Four digits; `number` is 0 … 9,999.
  static void putFour(ByteBuffer bytes, int at, int number) {
    bytes.putInt(at, FOUR[number]);
  }

  /// Eight digits; `number` is 0 … 99,999,999.
  static void putEight(ByteBuffer bytes, int at, int number) {
    bytes.putInt(at, FOUR[number / 10_000]);
    bytes.putInt(at + 4, FOUR[number % 10_000]);
  }

  /// A POSIX time of ten digits, a point and nine decimals; twenty bytes.
  static void putTime(ByteBuffer bytes, int at, long epochNanos) {
    int seconds = (int) (epochNanos / 1_000_000_000);
    int nanos = (int) (epochNanos % 1_000_000_000);
    putEight(bytes, at, seconds / 100);
    bytes.put(at + 8, (byte) ('0' + seconds / 10 % 10));
    bytes.put(at + 9, (byte) ('0' + seconds % 10));
    bytes.put(at + 10, (byte) '.');
    bytes.put(at + 11, (byte) ('0' + nanos / 100_000_000));
    putEight(bytes, at + 12, nanos % 100_000_000);
  }

  /// A direct buffer in the byte order this class writes.
  static ByteBuffer directBuffer(int capacityBytes) {
    return ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
