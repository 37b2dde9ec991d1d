package org.placeherd.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import org.placeherd.journal.JournalFile.Kind;

/// Segments that are no longer needed, kept to be written again, because writing over blocks that
/// the disk has already is three times as fast as asking for new ones. Not thread-safe.
final class Spares {
  private final Disk disk;
  private final int most;
  private final ArrayDeque<JournalFile> files = new ArrayDeque<>();

  /// @param most how many are kept
  Spares(Disk disk, int most) {
    this.disk = disk;
    this.most = most;
  }

  int size() {
    return files.size();
  }

  /// Takes up one that is there from an earlier time, or deletes it when there are enough.
  void found(JournalFile spare) throws IOException {
    if (files.size() < most) {
      files.add(spare);
    } else {
      disk.delete(spare.name());
    }
  }

  /// Makes a segment that no longer counts a spare, or deletes it when there are enough. The
  /// directory has to be synced before the spare is used.
  void recycle(JournalFile segment) throws IOException {
    if (files.size() < most) {
      JournalFile spare = segment.as(Kind.SPARE);
      disk.rename(segment.name(), spare.name());
      files.add(spare);
    } else {
      disk.delete(segment.name());
    }
  }

  /// Takes a spare for the segment of that number, a new and empty file where there is none.
  JournalFile take(long number) throws IOException {
    JournalFile spare = files.poll();
    if (spare == null) {
      spare = new JournalFile(Kind.SPARE, number);
      disk.create(spare.name()).close();
    }
    return spare;
  }

  /// Puts back what [#take] gave.
  void putBack(JournalFile spare) {
    files.addFirst(spare);
  }

  /// Gives the room of all of them back to the disk.
  void deleteAll() throws IOException {
    while (!files.isEmpty()) {
      disk.delete(files.remove().name());
    }
  }
}
