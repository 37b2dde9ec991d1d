package org.placeherd.wire;

import java.nio.charset.StandardCharsets;

/// The lines in which two servers of ours compare what they know (reliability §1), said after HELLO
/// only. Numbers of buckets and leaves are hex; sums and digests are runs of [Radix64].
///
/// | line | says |
/// |---|---|
/// | `COMPARE` | asks for the sums of all buckets |
/// | `TOP <first bucket> <long sums>` | answers it, in several lines |
/// | `COMPARE <bucket>` | asks for the sums of its leaves |
/// | `LEAVES <first leaf> <short sums>` | answers it, in several lines |
/// | `COMPARE <leaves>` | asks what reports are in them, 32 at most, ascending |
/// | `LIST <leaf> <count> <short digests>` | answers it, in as many lines as `count` takes |
/// | `COMPARE end` | says that all that was lacking when the link came up has been told; no answer |
public final class CompareLine {
  /// Hex digits of a bucket's number.
  static final int BUCKET_DIGITS = 2;

  /// Hex digits of a leaf's number, the bucket's included.
  static final int LEAF_DIGITS = 4;

  /// Leaves asked for in one line, so that it is shorter than any limit on lines.
  public static final int LEAVES_A_QUESTION = 32;

  /// Sums in one line of `TOP`.
  public static final int SUMS_A_TOP_LINE = 64;

  /// Sums in one line of `LEAVES`, and digests in one of `LIST`.
  public static final int SHORT_VALUES_A_LINE = 128;

  static final byte[] COMPARE = word("COMPARE");
  static final byte[] END = word("end");
  static final byte[] TOP = word("TOP");
  static final byte[] LEAVES = word("LEAVES");
  static final byte[] LIST = word("LIST");
  private static final byte[] HEX = word("0123456789abcdef");

  private CompareLine() {}

  /// Asks for the sums of all buckets.
  public static void askAll(ByteWriter out) {
    out.put(COMPARE);
    out.put('\n');
  }

  /// Asks for the sums of a bucket's leaves.
  public static void askBucket(ByteWriter out, int bucket) {
    out.put(COMPARE);
    out.put(' ');
    putHex(out, bucket, BUCKET_DIGITS);
    out.put('\n');
  }

  /// Begins a question about leaves; [#putLeaf] goes on, LF ends it.
  public static void beginQuestion(ByteWriter out) {
    out.put(COMPARE);
    out.put(' ');
  }

  /// Appends a leaf's number.
  public static void putLeaf(ByteWriter out, int leaf) {
    putHex(out, leaf, LEAF_DIGITS);
  }

  /// Says that all has been told.
  public static void putEnd(ByteWriter out) {
    out.put(COMPARE);
    out.put(' ');
    out.put(END);
    out.put('\n');
  }

  /// Begins an answer with the sums of buckets from `bucket` on; long sums follow, LF ends it.
  public static void beginTop(ByteWriter out, int bucket) {
    out.put(TOP);
    out.put(' ');
    putHex(out, bucket, BUCKET_DIGITS);
    out.put(' ');
  }

  /// Begins an answer with the sums of leaves from `leaf` on; short sums follow, LF ends it.
  public static void beginLeaves(ByteWriter out, int leaf) {
    out.put(LEAVES);
    out.put(' ');
    putHex(out, leaf, LEAF_DIGITS);
    out.put(' ');
  }

  /// Begins an answer with digests of the `count` reports of a leaf; short digests follow, LF ends
  /// it.
  public static void beginList(ByteWriter out, int leaf, int count) {
    out.put(LIST);
    out.put(' ');
    putHex(out, leaf, LEAF_DIGITS);
    out.put(' ');
    out.put(Integer.toString(count));
    out.put(' ');
  }

  private static void putHex(ByteWriter out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.put(HEX[value >>> shift & 0xF]);
    }
  }

  /// The number in `bytes[from … from + digits)`, lower-case hex; −1 if it is none.
  static int hex(byte[] bytes, int from, int digits) {
    int value = 0;
    for (int at = from; at < from + digits; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0 || bytes[at] < '0' || (bytes[at] >= 'A' && bytes[at] <= 'F')) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static byte[] word(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
