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

  /// Names are never used twice, so that none is in the way after a crash.
  private long nextNumber = 1;

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
    nextNumber = Math.max(nextNumber, spare.number() + 1);
    if (files.size() < most) {
      files.add(spare);
    } else {
      disk.delete(spare.name());
    }
  }

  /// Makes a segment that no longer counts a spare. The directory has to be synced before the spare
  /// is used.
  ///
  /// @return false when there are enough
  boolean recycle(JournalFile segment) throws IOException {
    if (files.size() >= most) {
      return false;
    }
    JournalFile spare = newName();
    disk.rename(segment.name(), spare.name());
    files.add(spare);
    return true;
  }

  private JournalFile newName() {
    return new JournalFile(Kind.SPARE, nextNumber++);
  }

  /// Takes a spare, a new and empty file where there is none.
  JournalFile take() throws IOException {
    JournalFile spare = files.poll();
    if (spare == null) {
      spare = newName();
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
