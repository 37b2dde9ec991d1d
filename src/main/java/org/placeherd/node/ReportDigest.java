package org.placeherd.node;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A number of 64 bits that stands for a text, the same on every server of every herd: equal AT
/// lines have equal digests, others almost never.
///
/// Two words a step are multiplied to 128 bits and folded, as in the wyhash family. The key is no
/// secret: servers that share none must agree on it. Who can report can therefore make reports
/// whose digests agree, and so hide them from a comparison, but not from the flood.
final class ReportDigest {
  /// Bytes that an array must have behind the text.
  static final int SLACK_BYTES = 16;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FIRST = 0xA0761D6478BD642FL;
  private static final long SECOND = 0xE7037ED1A0B428DBL;
  private static final long THIRD = 0x8EBC6AF09C88C6E3L;

  private ReportDigest() {}

  /// The digest of `bytes[from … to)`.
  static long of(byte[] bytes, int from, int to) {
    long digest = FIRST ^ (to - from);
    int at = from;
    for (; to - at >= 16; at += 16) {
      digest = fold(word(bytes, at) ^ SECOND, word(bytes, at + 8) ^ digest);
    }
    int left = to - at;
    if (left > 0) {
      long low = left >= 8 ? word(bytes, at) : tail(bytes, at, left);
      long high = left > 8 ? tail(bytes, at + 8, left - 8) : 0;
      digest = fold(low ^ SECOND, high ^ digest);
    }
    return fold(digest ^ THIRD, FIRST);
  }

  /// The digest of a report.
  ///
  /// @param text digest of `<client> <position> <time>`
  /// @param server digest of the name of the server that the client spoke to
  /// @param receiveNanos time + Δ
  /// @param delta digest of Δ where it is not written as our servers do, else 0
  static long ofReport(long text, long server, long receiveNanos, long delta) {
    return fold(text ^ server, receiveNanos ^ THIRD ^ delta);
  }

  /// The digest of a report with telemetry.
  ///
  /// @param report digest of the report
  /// @param motion the first number of its telemetry, and the other is `height`; not both 0
  static long withTelemetry(long report, long motion, long height) {
    return fold(report ^ motion, height ^ SECOND);
  }

  private static long tail(byte[] bytes, int at, int left) {
    return left == 8 ? word(bytes, at) : word(bytes, at) & ((1L << (8 * left)) - 1);
  }

  private static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  private static long fold(long left, long right) {
    return (left * right) ^ Math.unsignedMultiplyHigh(left, right);
  }
}
