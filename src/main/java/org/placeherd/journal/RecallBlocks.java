package org.placeherd.journal;

import org.placeherd.wire.CheckedLine;

/// Takes checksums off lines and hands the lines on in blocks.
final class RecallBlocks implements LineSink {
  /// The longest line fits.
  static final int BLOCK_BYTES = FileScanner.MOST_LINE_BYTES;

  /// Room behind the lines for whoever hears them: parsers write a stop there.
  static final int SLACK_BYTES = 64;

  /// `*`, eight digits.
  private static final int SUFFIX_BYTES = CheckedLine.SUFFIX_BYTES;

  private final Journal.Recall recall;
  private final byte[] block = new byte[BLOCK_BYTES + SLACK_BYTES];
  private int size;

  RecallBlocks(Journal.Recall recall) {
    this.recall = recall;
  }

  @Override
  public void lines(byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      int lineFeed = LineFeeds.next(bytes, at, to);
      int length = lineFeed - SUFFIX_BYTES - at;
      if (length > 0) {
        put(bytes, at, length);
      }
      at = lineFeed + 1;
    }
  }

  private void put(byte[] bytes, int from, int length) {
    if (size + length + 1 > BLOCK_BYTES) {
      flush();
    }
    System.arraycopy(bytes, from, block, size, length);
    size += length;
    block[size++] = '\n';
  }

  /// Hands on what is left.
  void flush() {
    if (size > 0) {
      recall.lines(block, 0, size);
      size = 0;
    }
  }
}
