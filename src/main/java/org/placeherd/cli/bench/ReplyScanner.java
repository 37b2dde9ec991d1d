package org.placeherd.cli.bench;

import java.nio.ByteBuffer;

/// Counts the replies in what one connection receives, eight bytes at a time.
///
/// A reply is one line, except the answer to a `WHATSAT`, which ends with an empty line. A reply
/// whose first byte is the protocol's error mark is one line whatever was asked. One thread.
final class ReplyScanner {
  private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  private final Batch batch;
  private final byte errorMark;
  private int answered;
  private long replies;
  private long errors;
  private long queriesAnswered;
  private boolean insideReply;

  /// Where the current line starts in the bytes being read, or −1 when it began in earlier ones.
  private int lineStart;

  private byte firstOfLine;

  ReplyScanner(Batch batch, byte errorMark) {
    this.batch = batch;
    this.errorMark = errorMark;
  }

  /// Counts the answers of a batch from none again, for a new batch begins.
  void beginBatch() {
    answered = 0;
  }

  /// How many replies to the current batch have ended; more than its lines if the server is wrong.
  int answered() {
    return answered;
  }

  /// All replies so far.
  long replies() {
    return replies;
  }

  /// All replies so far that were errors.
  long errors() {
    return errors;
  }

  /// All `WHATSAT` so far that were answered with places.
  long queriesAnswered() {
    return queriesAnswered;
  }

  /// Reads the first `length` bytes of a little-endian buffer and returns how many replies ended.
  int scan(ByteBuffer bytes, int length) {
    int before = answered;
    int at = 0;
    for (; at <= length - 8; at += 8) {
      long word = bytes.getLong(at) ^ NEWLINES;
      // The high bit of each byte that was a newline, exactly (Warren, Hacker's Delight, 6-1).
      long ends = ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
      while (ends != 0) {
        endLine(bytes, at + (Long.numberOfTrailingZeros(ends) >>> 3));
        ends &= ends - 1;
      }
    }
    for (; at < length; at++) {
      if (bytes.get(at) == '\n') {
        endLine(bytes, at);
      }
    }
    carryOver(bytes, length);
    replies += answered - before;
    return answered - before;
  }

  private void endLine(ByteBuffer bytes, int end) {
    boolean empty = lineStart == end;
    byte first = lineStart < 0 ? firstOfLine : bytes.get(lineStart);
    lineStart = end + 1;
    if (!insideReply && first == errorMark) {
      errors++;
      answered++;
      return;
    }
    if (batch.isQuery(answered)) {
      insideReply = !empty;
      if (insideReply) {
        return;
      }
      queriesAnswered++;
    }
    answered++;
  }

  private void carryOver(ByteBuffer bytes, int length) {
    if (lineStart == length) {
      lineStart = 0;
    } else {
      firstOfLine = lineStart < 0 ? firstOfLine : bytes.get(lineStart);
      lineStart = -1;
    }
  }
}
