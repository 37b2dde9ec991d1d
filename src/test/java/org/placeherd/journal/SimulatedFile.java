package org.placeherd.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A file of a [SimulatedDisk]: what a process sees, what is durable, and the writes between.
final class SimulatedFile {
  /// What a disk writes whole or not at all.
  static final int SECTOR_BYTES = 512;

  /// What the system reads and writes.
  private static final int PAGE_BYTES = 4_096;

  private byte[] seen = new byte[0];
  private int size;
  private byte[] durable = new byte[0];
  private List<Write> unsynced = new ArrayList<>();
  private final BitSet unreadable = new BitSet();

  /// A write that is not synced yet.
  private static final class Write {
    private final int position;
    private final byte[] bytes;

    /// How long the file was behind it.
    private final int size;

    Write(int position, byte[] bytes, int size) {
      this.position = position;
      this.bytes = bytes;
      this.size = size;
    }

    boolean touches(int from, int to) {
      return position < to && end() > from;
    }

    int end() {
      return position + bytes.length;
    }

    /// Does to `[from … to)` of the file what the write did.
    void apply(byte[] file, int from, int to) {
      int start = Math.max(from, position);
      int end = Math.min(Math.min(to, end()), file.length);
      if (start < end) {
        System.arraycopy(bytes, start - position, file, start, end - start);
      }
    }
  }

  SimulatedFile() {}

  SimulatedFile(SimulatedFile other) {
    seen = Arrays.copyOf(other.seen, other.size);
    size = other.size;
    durable = other.durable; // never written to in place but by rot
    unsynced = new ArrayList<>(other.unsynced);
    unreadable.or(other.unreadable);
  }

  int size() {
    return size;
  }

  byte[] content() {
    return Arrays.copyOf(seen, size);
  }

  int read(long position, byte[] bytes, int from, int to) throws IOException {
    int count = (int) Math.max(0, Math.min(to - from, size - position));
    int sector = count == 0 ? -1 : unreadable.nextSetBit((int) position / SECTOR_BYTES);
    if (sector >= 0 && (long) sector * SECTOR_BYTES < position + count) {
      throw new IOException("Input/output error");
    }
    System.arraycopy(seen, (int) position, bytes, from, count);
    return count;
  }

  /// A page with a sector that cannot be read can be written whole, and is well then; to write a
  /// part of it the system has to read the rest.
  void write(long position, byte[] bytes, int from, int to) throws IOException {
    int end = (int) position + to - from;
    mend((int) position, end);
    if (end > seen.length) {
      seen = Arrays.copyOf(seen, Math.max(end, 2 * seen.length));
    }
    size = Math.max(size, end);
    System.arraycopy(bytes, from, seen, (int) position, to - from);
    unsynced.add(new Write((int) position, Arrays.copyOfRange(bytes, from, to), size));
  }

  private void mend(int from, int to) throws IOException {
    for (int page = from / PAGE_BYTES; page * PAGE_BYTES < to; page++) {
      int start = page * PAGE_BYTES;
      int sector = unreadable.nextSetBit(start / SECTOR_BYTES);
      if (sector < 0 || sector * SECTOR_BYTES >= start + PAGE_BYTES) {
        continue;
      }
      if (start < from || start + PAGE_BYTES > to) {
        throw new IOException("Input/output error");
      }
      unreadable.clear(start / SECTOR_BYTES, (start + PAGE_BYTES) / SECTOR_BYTES);
    }
  }

  void sync() {
    if (!unsynced.isEmpty()) {
      byte[] synced = Arrays.copyOf(durable, unsynced.getLast().size);
      unsynced.forEach(write -> write.apply(synced, 0, synced.length));
      durable = synced;
      unsynced.clear();
    }
  }

  /// What Linux does when a write to the disk fails: the pages stay readable and count as written.
  void forgetUnsynced() {
    unsynced.clear();
  }

  /// The power fails: of each sector any of its states since the last sync may be left, and of the
  /// file's sizes, too.
  void crash(IntUnaryOperator chance) {
    if (!unsynced.isEmpty()) {
      int sizes = chance.applyAsInt(unsynced.size() + 1);
      int left = sizes == 0 ? durable.length : unsynced.get(sizes - 1).size;
      byte[] after = Arrays.copyOf(durable, left);
      for (int from = 0; from < left; from += SECTOR_BYTES) {
        crashSector(after, from, chance);
      }
      durable = after;
      unsynced.clear();
    }
    seen = durable.clone();
    size = seen.length;
  }

  private void crashSector(byte[] file, int from, IntUnaryOperator chance) {
    int to = from + SECTOR_BYTES;
    int touching = 0;
    for (Write write : unsynced) {
      touching += write.touches(from, to) ? 1 : 0;
    }
    int kept = touching == 0 ? 0 : chance.applyAsInt(touching + 1);
    for (int i = 0; kept > 0; i++) {
      Write write = unsynced.get(i);
      if (write.touches(from, to)) {
        write.apply(file, from, to);
        kept--;
      }
    }
  }

  void rot(long offset, int bits) {
    seen[(int) offset] ^= (byte) bits;
    durable = durable.clone();
    if (offset < durable.length) {
      durable[(int) offset] ^= (byte) bits;
    }
  }

  void makeUnreadable(long offset) {
    unreadable.set((int) offset / SECTOR_BYTES);
  }
}
