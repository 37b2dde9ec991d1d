package org.placeherd.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.placeherd.wire.ByteWriter;

/// Commits groups beside the event loop, one at a time: while one is written the loop gathers the
/// next. All methods are for the loop, and the listener is called on it.
public final class JournalThread implements AutoCloseable {
  /// How long a stop waits for a disk that hangs.
  private static final Duration CLOSE = Duration.ofSeconds(30);

  private final Journal journal;
  private final Executor loop;
  private final Listener listener;
  private final ExecutorService thread;
  private final ExecutorService snapshotThread;
  private final ByteWriter piece = new ByteWriter(64 * 1024);
  private boolean idle = true;
  private boolean snapshotRuns;
  private boolean closing;
  private Status status;

  /// What the loop was told last. On the journal's thread.
  private Status told;

  /// How a journal was when it was last touched.
  ///
  /// @param full whether new reports should be refused, as [Journal#isFull]
  /// @param wantsSnapshot whether a snapshot should be begun, as [Journal#wantsSnapshot]
  /// @param segments how many segments count
  /// @param liveBytes how long they are
  /// @param snapshotBytes how long the newest snapshot is; 0 where there is none
  public record Status(
      boolean full, boolean wantsSnapshot, int segments, long liveBytes, long snapshotBytes) {
    /// How much longer the segments have to become before that is news: nobody is woken for less.
    private static final long NEWS_BYTES = 1 << 20;

    private boolean isNews(Status before) {
      return full != before.full
          || wantsSnapshot != before.wantsSnapshot
          || segments != before.segments
          || snapshotBytes != before.snapshotBytes
          || Math.abs(liveBytes - before.liveBytes) > NEWS_BYTES;
    }

    private static Status of(Journal journal) {
      return new Status(
          journal.isFull(),
          journal.wantsSnapshot(),
          journal.segments(),
          journal.liveBytes(),
          journal.snapshotBytes());
    }
  }

  /// Hears on the loop what became of a group.
  public interface Listener {
    /// The group is durable. Its writer is the loop's again.
    void committed(ByteWriter lines);

    /// There was no room; nothing of the group counts. Its writer is the loop's again.
    void refused(ByteWriter lines, JournalFullException reason);

    /// The disk failed: what is not yet committed never will be, and nothing may be acknowledged
    /// any more.
    void failed(JournalException reason);

    /// [#status] is new.
    void statusChanged();

    /// A snapshot has ended.
    ///
    /// @param failure why it was given up; empty if it counts
    void snapshotEnded(Optional<JournalException> failure);
  }

  /// Where the lines of a snapshot come from. Called on the loop.
  public interface SnapshotSource {
    /// Writes the next lines of the walk through all that is known, each ended by
    /// [org.placeherd.wire.CheckedLine#end]; nothing when all have been written. A piece is short:
    /// the loop waits for it.
    void next(ByteWriter out);
  }

  /// Starts the thread; from now on it alone may touch the journal.
  ///
  /// @param loop where the listener is called
  public JournalThread(Journal journal, Executor loop, Listener listener) {
    this(journal, loop, thread("journal"), thread("snapshot"), listener);
  }

  /// The same on two threads of the caller's, each of which does one thing after the other.
  ///
  /// @param loop where the listener is called
  public JournalThread(
      Journal journal,
      Executor loop,
      ExecutorService thread,
      ExecutorService snapshotThread,
      Listener listener) {
    this.journal = journal;
    this.loop = loop;
    this.listener = listener;
    this.status = Status.of(journal);
    this.told = status;
    this.thread = thread;
    this.snapshotThread = snapshotThread;
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  /// Whether [#commit] may be called.
  public boolean isIdle() {
    return idle;
  }

  /// Writes a group of lines and makes it durable; the listener hears of it. Until then the writer
  /// is not to be touched.
  ///
  /// @param lines each ended by [org.placeherd.wire.CheckedLine#end]; in all at most
  ///   [Journal#LARGEST_GROUP_BYTES]
  public void commit(ByteWriter lines) {
    if (!idle) {
      throw new IllegalStateException("a group is being written already");
    }
    idle = false;
    thread.execute(() -> write(lines));
  }

  private void write(ByteWriter lines) {
    try {
      journal.commit(lines);
      tell(() -> listener.committed(lines));
      extend();
    } catch (JournalFullException e) {
      tellStatus();
      tell(() -> listener.refused(lines, e));
    } catch (JournalException e) {
      loop.execute(() -> listener.failed(e)); // and it stays busy
    }
  }

  private void tell(Runnable news) {
    loop.execute(() -> {
      idle = true;
      news.run();
    });
  }

  /// Looks whether there is room again; the listener hears of it. For the loop, now and then while
  /// the status says that it is full.
  public void tryExtend() {
    thread.execute(this::extend);
  }

  private void extend() {
    try {
      var _ = journal.tryExtend();
      tellStatus();
    } catch (JournalException e) {
      loop.execute(() -> listener.failed(e));
    }
  }

  private void tellStatus() {
    Status now = Status.of(journal);
    if (now.isNews(told)) {
      told = now;
      loop.execute(() -> {
        status = now;
        listener.statusChanged();
      });
    }
  }

  /// How the journal was when it was last touched.
  public Status status() {
    return status;
  }

  /// Whether a snapshot should be begun.
  public boolean wantsSnapshot() {
    return status.wantsSnapshot() && !snapshotRuns;
  }

  /// Begins a snapshot: it is written piece by piece on a thread of its own, while commits go on.
  public void snapshot(SnapshotSource source) {
    snapshotRuns = true;
    thread.execute(() -> {
      try {
        Snapshot snapshot = journal.beginSnapshot();
        loop.execute(() -> nextPiece(snapshot, source));
      } catch (JournalException e) {
        snapshotEnded(Optional.of(e));
      }
    });
  }

  private void nextPiece(Snapshot snapshot, SnapshotSource source) {
    piece.clear();
    source.next(piece);
    if (closing) {
      return; // what there is of it never counts
    }
    boolean isLast = piece.size() == 0;
    snapshotThread.execute(() -> {
      try {
        if (isLast) {
          finish(snapshot);
        } else {
          snapshot.append(piece.array(), 0, piece.size());
          loop.execute(() -> nextPiece(snapshot, source));
        }
      } catch (JournalException e) {
        thread.execute(() -> abandon(snapshot, e));
      }
    });
  }

  /// Only the moment from which the snapshot counts is on the journal's thread: commits must wait
  /// neither for the sync before nor for the deletion behind, a tenth of a second for 100 MB.
  private void finish(Snapshot snapshot) throws JournalException {
    snapshot.sync();
    if (CompletableFuture.supplyAsync(() -> activate(snapshot), thread).join()) {
      snapshot.deleteReplaced();
      thread.execute(() -> snapshotEnded(Optional.empty()));
    }
  }

  private boolean activate(Snapshot snapshot) {
    try {
      snapshot.activate();
      return true;
    } catch (JournalException e) {
      abandon(snapshot, e);
      return false;
    }
  }

  private void abandon(Snapshot snapshot, JournalException reason) {
    try {
      snapshot.abandon();
      snapshotEnded(Optional.of(reason));
    } catch (JournalException e) {
      loop.execute(() -> listener.failed(e));
    }
  }

  private void snapshotEnded(Optional<JournalException> failure) {
    tellStatus(); // first, or the next would be begun because of what was before this one
    loop.execute(() -> {
      snapshotRuns = false;
      listener.snapshotEnded(failure);
    });
  }

  /// Begins nothing more. On the loop, before [#close].
  public void stop() {
    closing = true;
  }

  /// Waits for what is being written, then closes the journal. Not on the loop.
  ///
  /// @throws JournalException when the disk failed or does not come to an end; the journal stays
  ///   locked then, until the process ends
  @Override
  public void close() throws JournalException {
    snapshotThread.shutdown();
    try {
      boolean snapshotEnded = snapshotThread.awaitTermination(CLOSE.toSeconds(), TimeUnit.SECONDS);
      thread.shutdown();
      if (!snapshotEnded || !thread.awaitTermination(CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        throw new JournalException(
            "The disk of the journal has not answered for %d s; its last group may be lost."
                .formatted(CLOSE.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException(
          "The journal was not closed, because its wait was interrupted.", e);
    }
    journal.close();
  }
}
