package org.placeherd.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/// A part of a file in memory that moves on as the file is read. What cannot be read is taken as
/// zeros, so that the rest can be. Not thread-safe.
final class FileWindow {
  /// Read at once.
  private static final int BLOCK_BYTES = 1 << 20;

  /// Where a block cannot be read, each of its parts of this size is tried: a page.
  private static final int PART_BYTES = 4_096;

  private final DiskFile file;
  private final long end;
  private byte[] bytes;
  private long start;
  private int kept;
  private int size;
  private long firstUnreadable = -1;

  /// Starts at the beginning of the file, as long as it is now.
  FileWindow(DiskFile file) throws IOException {
    this.file = file;
    this.end = file.size();
    this.bytes = new byte[(int) Math.min(BLOCK_BYTES, end) + Marker.MOST_BYTES];
  }

  /// The array behind [#index]; another one after every call that reads.
  byte[] bytes() {
    return bytes;
  }

  /// Where in the array the byte at `offset` of the file stands.
  int index(long offset) {
    return (int) (offset - start);
  }

  /// The offset behind the last byte in memory.
  long limit() {
    return start + size;
  }

  /// The length of the file.
  long end() {
    return end;
  }

  /// Whether all from `offset` on is in memory as far as it was read.
  boolean holds(long offset) {
    return offset >= start + kept;
  }

  /// The first byte that could not be read.
  OptionalLong firstUnreadable() {
    return firstUnreadable < 0 ? OptionalLong.empty() : OptionalLong.of(firstUnreadable);
  }

  /// Nothing before `offset` is needed any more.
  void release(long offset) {
    kept = Math.max(kept, index(offset));
  }

  /// Goes to `offset`, wherever that is.
  void seek(long offset) {
    if (holds(offset) && offset <= limit()) {
      release(offset);
    } else {
      start = offset;
      kept = 0;
      size = 0;
    }
  }

  /// Has `[from … to)` in memory, as far as the file goes.
  void load(long from, long to) throws IOException {
    if (!holds(from)) {
      seek(from);
    }
    boolean more = true;
    while (more && limit() < to) {
      more = more();
    }
  }

  /// The offset of the first LF at or behind `offset`, which must be in memory.
  ///
  /// @return −1 when the file or `longest` bytes end before one is found
  long lineFeed(long offset, int longest) throws IOException {
    long from = offset;
    while (true) {
      int found = LineFeeds.next(bytes, index(from), size);
      if (found < size) {
        return start + found;
      }
      from = limit();
      if (from - offset > longest || !more()) {
        return -1;
      }
    }
  }

  /// Reads the next block behind what is in memory.
  ///
  /// @return false at the end of the file
  boolean more() throws IOException {
    int count = (int) Math.min(BLOCK_BYTES, end - limit());
    if (count <= 0) {
      return false;
    }
    if (size + count + Marker.MOST_BYTES > bytes.length) {
      makeRoom(count);
    }
    int read = read(limit(), count);
    size += read;
    return read > 0;
  }

  /// Moves what is still needed to the front, of a larger array where this one is too small.
  private void makeRoom(int count) {
    byte[] old = bytes;
    int needed = size - kept;
    if (2 * needed + count + Marker.MOST_BYTES > bytes.length) {
      bytes = new byte[2 * (needed + count) + Marker.MOST_BYTES];
    }
    System.arraycopy(old, kept, bytes, 0, needed);
    start += kept;
    size = needed;
    kept = 0;
  }

  private int read(long offset, int count) throws IOException {
    try {
      return file.read(offset, bytes, size, size + count);
    } catch (IOException e) {
      return readParts(offset, count);
    }
  }

  private int readParts(long offset, int count) {
    for (int done = 0; done < count; done += PART_BYTES) {
      int from = size + done;
      int to = size + Math.min(done + PART_BYTES, count);
      int read = 0;
      try {
        read = file.read(offset + done, bytes, from, to);
      } catch (IOException e) {
        if (firstUnreadable < 0) {
          firstUnreadable = offset + done;
        }
      }
      Arrays.fill(bytes, from + read, to, (byte) 0);
    }
    return count;
  }
}
