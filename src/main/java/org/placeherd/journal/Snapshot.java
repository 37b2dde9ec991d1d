package org.placeherd.journal;

import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;
import org.placeherd.journal.JournalFile.Kind;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

/// A snapshot being written: all current lines, one client after the other, while commits go on. It
/// counts when it is finished, and not before.
///
/// [#append] and [#sync] touch nothing but the snapshot's own file, so another thread than the
/// journal's may call them; the rest is for the journal's thread. The calls must not overlap.
public final class Snapshot {
  /// What is written is brought to the disk in such pieces, so that a commit between never waits
  /// for the whole.
  private static final int SYNC_BYTES = 16 << 20;

  private final Journal journal;
  private final Disk disk;
  private final JournalFile file;
  private final DiskFile open;
  private final ByteWriter marker = new ByteWriter(Marker.MOST_BYTES);
  private final CheckedLine checked = new CheckedLine();
  private final CRC32C checksum = new CRC32C();
  private long position;
  private long unsynced;
  private boolean lackedRoom;
  private boolean complete;
  private boolean counts;
  private List<JournalFile> replaced = List.of();

  Snapshot(Journal journal, Disk disk, long number, String server) throws IOException {
    this.journal = journal;
    this.disk = disk;
    this.file = JournalFile.snapshot(number);
    this.open = disk.create(file.as(Kind.PART).name());
    Header.of(file, server).write(marker, checked);
    try {
      writeMarker();
    } catch (IOException e) {
      open.close();
      disk.delete(file.as(Kind.PART).name());
      throw e;
    }
  }

  /// Appends whole lines `[from … to)`, each ended by [CheckedLine#end]; at most
  /// [Journal#LARGEST_GROUP_BYTES].
  ///
  /// @throws JournalFullException when there is no room; it can only be abandoned then
  /// @throws JournalException when the disk failed; likewise
  public void append(byte[] lines, int from, int to) throws JournalException {
    if (to - from > Journal.LARGEST_GROUP_BYTES) {
      throw new IllegalArgumentException("a piece of " + (to - from) + " bytes is too long");
    }
    if (from == to) {
      return;
    }
    try {
      checksum.reset();
      checksum.update(lines, from, to - from);
      open.write(position, lines, from, to);
      position += to - from;
      new Marker.Commit(file.number(), to - from, (int) checksum.getValue()).write(marker, checked);
      writeMarker();
      unsynced += to - from;
      if (unsynced >= SYNC_BYTES) {
        open.sync();
        unsynced = 0;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void writeMarker() throws IOException {
    open.write(position, marker.array(), 0, marker.size());
    position += marker.size();
    marker.clear();
  }

  /// Ends the file and makes it durable, which may take long. Nothing can be appended then.
  ///
  /// @throws JournalException as [#append]
  public void sync() throws JournalException {
    try {
      new Marker.End(file.number(), position).write(marker, checked);
      writeMarker();
      open.sync();
      complete = true;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Makes the snapshot count, [#sync] included if that was not called. What it replaces goes.
  ///
  /// @throws JournalFullException when there is no room; it can only be abandoned then
  /// @throws JournalException when the disk failed; likewise, and the journal may take nothing more
  public void finish() throws JournalException {
    if (!complete) {
      sync();
    }
    activate();
    deleteReplaced();
  }

  /// Makes a snapshot that was synced count.
  void activate() throws JournalException {
    try {
      open.close();
      disk.rename(file.as(Kind.PART).name(), file.name());
    } catch (IOException e) {
      throw failed(e);
    }
    try {
      disk.syncDirectory();
    } catch (IOException e) {
      throw journal.failed(e);
    }
    counts = true;
    replaced = journal.snapshotFinished(file, position);
  }

  /// Deletes what it replaced, which takes long where that is large. As [#append], for any thread.
  ///
  /// @throws JournalException when the disk refuses; the next start tries again
  void deleteReplaced() throws JournalException {
    try {
      for (JournalFile old : replaced) {
        disk.delete(old.name());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Gives the snapshot up; all is as if it had not been begun. Does nothing if it counts already.
  ///
  /// @throws JournalException when the disk failed; the journal takes nothing more
  public void abandon() throws JournalException {
    if (counts) {
      return;
    }
    try {
      open.close();
      disk.delete(file.as(Kind.PART).name());
    } catch (IOException e) {
      throw journal.failed(e);
    }
    journal.snapshotAbandoned(lackedRoom);
  }

  private JournalException failed(IOException e) {
    String sentence =
        "Cannot write a snapshot of the journal in " + disk + ": " + Journal.reason(e) + ".";
    if (e instanceof DiskFullException) {
      lackedRoom = true;
      return new JournalFullException(sentence, e);
    }
    return new JournalException(sentence, e);
  }
}
