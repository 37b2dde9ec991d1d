package org.placeherd.ops;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// The time column, such as `2026-11-23T03:45:31.123456Z` and a space: UTC, microseconds (the rest
/// is cut off). Formatted once for each distinct time, and the date only once a second.
final class TimeText {
  /// Of the column and its space.
  static final int LENGTH = 28;

  private static final int FRACTION_AT = 20;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final byte[] text =
      "1970-01-01T00:00:00.000000Z     ".getBytes(StandardCharsets.US_ASCII);
  private long epochNanos;
  private long second;

  /// Sets the time, in nanoseconds since 1970.
  void set(long epochNanos) {
    if (epochNanos == this.epochNanos) {
      return;
    }
    this.epochNanos = epochNanos;
    long newSecond = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
    if (newSecond != second) {
      second = newSecond;
      writeDate();
    }
    int micros = (int) (epochNanos - newSecond * NANOS_PER_SECOND) / 1_000;
    digits(micros, FRACTION_AT, 6);
  }

  private void writeDate() {
    LocalDateTime date = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    digits(date.getYear(), 0, 4);
    digits(date.getMonthValue(), 5, 2);
    digits(date.getDayOfMonth(), 8, 2);
    digits(date.getHour(), 11, 2);
    digits(date.getMinute(), 14, 2);
    digits(date.getSecond(), 17, 2);
  }

  private void digits(int value, int at, int count) {
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
  }

  /// Copies the column into `target`, which must have [Escape#SLACK] bytes to spare.
  ///
  /// @return where the copy ends
  int copyTo(byte[] target, int out) {
    for (int i = 0; i < LENGTH; i += Long.BYTES) {
      Escape.WORD.set(target, out + i, (long) Escape.WORD.get(text, i));
    }
    return out + LENGTH;
  }

  /// Without the space.
  @Override
  public String toString() {
    return new String(text, 0, LENGTH - 1, StandardCharsets.US_ASCII);
  }
}
