package org.placeherd.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.placeherd.wire.ByteWriter;

/// The durable memory of one server: lines go in and are durable, and the next process hears them
/// again.
///
/// Lines are written in groups, each with one sync. They fill segments; a snapshot of all that is
/// known makes older segments needless. No clock, thread or chance in here: the simulation runs
/// this class, too. For one thread at a time, except for [Snapshot].
public final class Journal implements AutoCloseable {
  /// No group is longer. At 400 MB/s that is what comes in within 20 ms, a slow disk's sync.
  public static final int LARGEST_GROUP_BYTES = 8 << 20;

  private final Disk disk;
  private final String server;
  private final JournalSettings settings;
  private final SegmentFiles segments;
  private final Closeable lock;
  private final Recovery recovery;

  private long largestGroup;
  private long snapshotBytes;
  private boolean full;
  private boolean damaged;
  private boolean snapshotRunning;

  /// After a snapshot failed, the length of all segments at which the next is wanted.
  private long snapshotNotBefore;

  private @Nullable JournalException failure;

  /// Hears, when a journal is opened, what was written to it.
  public interface Recall {
    /// Takes some whole lines `bytes[from … to)`, each with its LF and without its checksum; at
    /// most 64 KiB. At least 64 bytes behind `to` may be written to, and so may the lines.
    void lines(byte[] bytes, int from, int to);
  }

  private Journal(Disk disk, String server, JournalSettings settings, Closeable lock, Recall recall)
      throws IOException, JournalException {
    this.disk = disk;
    this.server = server;
    this.settings = settings;
    this.lock = lock;
    this.segments = new SegmentFiles(disk, server, settings);
    disk.syncDirectory(); // what the last process did to names may not be durable yet
    RecallBlocks blocks = new RecallBlocks(recall);
    DirectoryScan scan = DirectoryScan.read(disk, server, blocks);
    blocks.flush();
    recovery = Recovery.of(scan);
    damaged = !recovery.isSound();
    snapshotBytes = scan.snapshots().isEmpty() ? 0 : scan.snapshots().getLast().size();
    segments.takeOver(scan);
    tryExtend();
  }

  /// Opens the journal in `disk`, making one where there is none, and hears all its lines again.
  ///
  /// @throws JournalException when another process has it, it is another server's or of another
  ///   version, or the disk fails
  public static Journal open(Disk disk, String server, JournalSettings settings, Recall recall)
      throws JournalException {
    Closeable lock = null;
    try {
      lock = disk.lock();
      Journal journal = new Journal(disk, server, settings, lock, recall);
      lock = null;
      return journal;
    } catch (IOException e) {
      throw new JournalException("Cannot open the journal in " + disk + ": " + reason(e) + ".", e);
    } finally {
      release(lock);
    }
  }

  private static void release(@Nullable Closeable lock) throws JournalException {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new JournalException("Cannot unlock the journal: " + reason(e) + ".", e);
      }
    }
  }

  /// What was found when this journal was opened.
  public Recovery recovery() {
    return recovery;
  }

  /// Writes a group of lines and makes it durable: when this returns, it is.
  ///
  /// @param group whole lines, each ended by [org.placeherd.wire.CheckedLine#end]; at most
  ///   [#LARGEST_GROUP_BYTES]. What lies behind them in the array is written over
  /// @throws JournalFullException when there is no room; what of the group is durable is not known,
  ///   and a later one may succeed
  /// @throws JournalException when the disk failed; from then on this journal takes nothing
  public void commit(ByteWriter group) throws JournalException {
    int bytes = group.size();
    if (bytes > LARGEST_GROUP_BYTES) {
      throw new IllegalArgumentException("a group of " + bytes + " bytes is too long");
    }
    if (bytes == 0) {
      return;
    }
    largestGroup = Math.max(largestGroup, bytes);
    requireSound();
    try {
      segments.withRoom(bytes, true).append(group);
    } catch (DiskFullException e) {
      full = true;
      throw new JournalFullException(
          "There is no room for the journal in " + disk + ": " + reason(e) + ".", e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Keeps room ready for the groups to come, and goes on to the next segment where this one is
  /// long enough. To be called after commits, when nobody waits. Does nothing most of the time.
  ///
  /// @return whether the journal has its reserve: [#isFull] is the opposite
  /// @throws JournalException when the disk failed; from then on this journal takes nothing
  public boolean tryExtend() throws JournalException {
    requireSound();
    try {
      long reserve = Math.clamp(2 * largestGroup, 1, settings.reserveBytes());
      segments.withRoom(reserve, largestGroup > 0);
      if (full) {
        full = false;
        snapshotNotBefore = 0;
      }
    } catch (DiskFullException e) {
      full = true;
    } catch (IOException e) {
      throw failed(e);
    }
    return !full;
  }

  /// Whether the disk has no room for the reserve. Groups may fit or not; new reports should be
  /// refused until [#tryExtend] has succeeded.
  public boolean isFull() {
    return full;
  }

  /// Whether a snapshot should be begun now: the segments have become long, or something was found
  /// damaged and its good lines have to be saved.
  public boolean wantsSnapshot() {
    long bytes = liveBytes();
    boolean tooLong = bytes > Math.max(settings.snapshotAfterBytes(), snapshotBytes);
    return failure == null
        && !snapshotRunning
        && bytes >= snapshotNotBefore
        && (damaged || tooLong);
  }

  /// Begins a snapshot. All lines committed before have to be in it, or newer ones of the same
  /// clients; lines committed from now on may be. One at a time.
  ///
  /// @throws JournalFullException when there is no room; all goes on without it
  /// @throws JournalException when the disk failed; from then on this journal takes nothing
  public Snapshot beginSnapshot() throws JournalException {
    requireSound();
    if (snapshotRunning) {
      throw new IllegalStateException("a snapshot is being written already");
    }
    try {
      Snapshot snapshot = new Snapshot(this, disk, segments.fresh().number(), server);
      snapshotRunning = true;
      return snapshot;
    } catch (DiskFullException e) {
      snapshotNotBefore = liveBytes() + settings.snapshotAfterBytes() / 4;
      throw new JournalFullException(
          "There is no room for a snapshot in " + disk + ": " + reason(e) + ".", e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// The snapshot is durable: what is older can go.
  ///
  /// @return the files that are to be deleted; nothing refers to them any more
  List<JournalFile> snapshotFinished(JournalFile snapshot, long bytes) throws JournalException {
    snapshotRunning = false;
    snapshotBytes = bytes;
    snapshotNotBefore = 0;
    damaged = false;
    try {
      return segments.replaceBy(snapshot, bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// A snapshot was given up. The next is wanted when there is more to gain, or room again.
  void snapshotAbandoned(boolean forLackOfRoom) throws JournalException {
    snapshotRunning = false;
    snapshotNotBefore = liveBytes() + settings.snapshotAfterBytes() / 4;
    try {
      if (forLackOfRoom) {
        segments.deleteSpares();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// How many segments there are that count, the one being written included.
  public int segments() {
    return segments.count();
  }

  /// How long these segments are, in bytes; a short one counts as the room that it takes up.
  public long liveBytes() {
    return segments.bytes();
  }

  /// How long the newest snapshot is, in bytes; 0 where there is none.
  public long snapshotBytes() {
    return snapshotBytes;
  }

  private void requireSound() throws JournalException {
    if (failure != null) {
      throw new JournalException(failure.sentence(), failure);
    }
  }

  /// Remembers that the disk failed: what is durable is not known any more, and trying again would
  /// not tell.
  JournalException failed(IOException cause) {
    JournalException sentence =
        new JournalException(
            "The disk of the journal in "
                + disk
                + " failed: "
                + reason(cause)
                + ". Nothing more is saved; look after the disk, then start again.",
            cause);
    failure = sentence;
    return sentence;
  }

  /// What the system says, and of which file; its directory is named in the sentence around it.
  static String reason(IOException e) {
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String what = reason != null ? reason : words(e);
    return e instanceof FileSystemException f && f.getFile() != null
        ? Path.of(f.getFile()).getFileName() + ": " + what
        : what;
  }

  private static String words(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such file";
      default -> e.getClass().getSimpleName();
    };
  }

  /// Ends the last segment, if the disk has not failed, and lets others in.
  @Override
  public void close() throws JournalException {
    try (lock) {
      segments.close(failure == null);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
