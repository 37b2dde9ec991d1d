package org.placeherd.journal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.placeherd.wire.ByteWriter;

/// Commits groups beside the event loop, one at a time: while one is written the loop gathers the
/// next. All methods are for the loop, and the listener is called on it.
public final class JournalThread implements AutoCloseable {
  /// How long a stop waits for a disk that hangs.
  static final Duration CLOSE = Duration.ofSeconds(30);

  private final Journal journal;
  private final Executor loop;
  private final Listener listener;
  private final ExecutorService thread;
  private boolean idle = true;
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

    private boolean isWorthTelling(Status before) {
      return full != before.full
          || wantsSnapshot != before.wantsSnapshot
          || segments != before.segments
          || snapshotBytes != before.snapshotBytes
          || Math.abs(liveBytes - before.liveBytes) > NEWS_BYTES;
    }

    static Status of(Journal journal) {
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
    /// any more. May be called more than once.
    void failed(JournalException reason);

    /// [#status] is new.
    void statusChanged();
  }

  /// Starts the thread; from now on it alone may touch the journal.
  ///
  /// @param loop where the listener is called
  public JournalThread(Journal journal, Executor loop, Listener listener) {
    this.journal = journal;
    this.loop = loop;
    this.listener = listener;
    this.status = Status.of(journal);
    this.told = status;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("journal").factory());
  }

  /// Whether [#commit] may be called.
  public boolean isIdle() {
    return idle;
  }

  /// How the journal was when it was last touched.
  public Status status() {
    return status;
  }

  /// Writes a group of lines and makes it durable; the listener hears of it. Until then the writer
  /// is not to be touched. When it fails for good, [#isIdle] stays false.
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
      journal.commit(lines.array(), 0, lines.size());
      tell(() -> listener.committed(lines));
      extend();
    } catch (JournalFullException e) {
      tellStatus();
      tell(() -> listener.refused(lines, e));
    } catch (JournalException e) {
      loop.execute(() -> listener.failed(e));
    }
  }

  private void tell(Runnable news) {
    loop.execute(() -> {
      idle = true;
      news.run();
    });
  }

  /// Looks whether there is room again; the listener hears of it. For now and then while the status
  /// says that it is full.
  public void tryExtend() {
    thread.execute(this::extend);
  }

  /// Makes room ahead and tells how the journal is. On the journal's thread.
  void extend() {
    try {
      journal.tryExtend();
      tellStatus();
    } catch (JournalException e) {
      loop.execute(() -> listener.failed(e));
    }
  }

  private void tellStatus() {
    Status now = Status.of(journal);
    if (now.isWorthTelling(told)) {
      told = now;
      loop.execute(() -> {
        status = now;
        listener.statusChanged();
      });
    }
  }

  /// Does something on the journal's thread, between groups.
  void execute(Consumer<Journal> work) {
    try {
      thread.execute(() -> work.accept(journal));
    } catch (RejectedExecutionException closing) {
      // a snapshot that is not finished by now never counts, and nobody waits for it
    }
  }

  /// Calls something on the loop.
  void onLoop(Runnable news) {
    loop.execute(news);
  }

  /// Waits for what is being written, then closes the journal. A [SnapshotThread] has to be closed
  /// before.
  ///
  /// @throws JournalException when the disk failed or does not come to an end; the journal stays
  ///   locked then, until the process ends
  @Override
  public void close() throws JournalException {
    await(thread);
    journal.close();
  }

  /// Waits for the end of all that the thread has to do.
  static void await(ExecutorService thread) throws JournalException {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        throw new JournalException(
            "The disk of the journal has not answered for %d s; what was being written may be lost."
                .formatted(CLOSE.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException(
          "The journal was not closed, because its wait was interrupted.", e);
    }
  }
}
