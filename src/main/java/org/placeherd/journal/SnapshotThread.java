package org.placeherd.journal;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.placeherd.wire.ByteWriter;

/// Writes snapshots beside the event loop and beside the commits: the loop gives it one piece after
/// the other. Only the beginning and the end are short moments on the journal's thread. All methods
/// are for the loop, and the listener is called on it.
public final class SnapshotThread implements AutoCloseable {
  private final JournalThread journalThread;
  private final Listener listener;
  private final ExecutorService thread;
  private boolean idle = true;
  private boolean running;

  /// The snapshot under way. Handed from thread to thread, never used by two at once.
  private @Nullable Snapshot snapshot;

  /// Hears on the loop how a snapshot goes on.
  public interface Listener {
    /// It was begun: the first piece may come. All that was committed before has to be in it.
    void begun();

    /// A piece was taken; its writer is the loop's again, and the next may come.
    void written(ByteWriter piece);

    /// The snapshot counts, and what it replaces is gone.
    void finished();

    /// The snapshot was given up, for lack of room or because the disk failed. All goes on without
    /// it; `reason` is for the operator. A writer that was under way is the loop's again.
    void abandoned(JournalException reason);
  }

  /// Starts the thread.
  public SnapshotThread(JournalThread journalThread, Listener listener) {
    this.journalThread = journalThread;
    this.listener = listener;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("snapshot").factory());
  }

  /// Whether a snapshot is under way, so that another cannot be begun.
  public boolean isRunning() {
    return running;
  }

  /// Begins a snapshot.
  public void begin() {
    if (running) {
      throw new IllegalStateException("a snapshot is being written already");
    }
    running = true;
    idle = false;
    journalThread.execute(journal -> {
      try {
        snapshot = journal.beginSnapshot();
        tell(listener::begun);
      } catch (JournalException e) {
        end(() -> listener.abandoned(e));
      }
    });
  }

  /// Appends a piece: lines each ended by [org.placeherd.wire.CheckedLine#end], in all at most
  /// [Journal#LARGEST_GROUP_BYTES]. Until the listener hears of it the writer is not to be touched.
  public void append(ByteWriter piece) {
    Snapshot writing = take();
    thread.execute(() -> {
      try {
        writing.append(piece.array(), 0, piece.size());
        tell(() -> listener.written(piece));
      } catch (JournalException e) {
        abandon(writing, e);
      }
    });
  }

  /// Makes the snapshot count.
  public void finish() {
    Snapshot writing = take();
    thread.execute(() -> {
      try {
        writing.sync();
        journalThread.execute(journal -> activate(writing));
      } catch (JournalException e) {
        abandon(writing, e);
      }
    });
  }

  private Snapshot take() {
    Snapshot writing = snapshot;
    if (!idle || writing == null) {
      throw new IllegalStateException("no snapshot waits for this");
    }
    idle = false;
    return writing;
  }

  private void activate(Snapshot writing) {
    try {
      writing.activate();
      deleteReplaced(writing);
    } catch (JournalException e) {
      abandonHere(writing, e);
    }
  }

  private void deleteReplaced(Snapshot writing) {
    Runnable work =
        () -> {
          try {
            writing.deleteReplaced();
          } catch (IOException e) {
            journalThread.execute(journal -> journal.failed(e));
          }
          end(listener::finished);
        };
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      work.run(); // closed meanwhile, so nobody waits for the journal's thread any more
    }
  }

  private void abandon(Snapshot writing, JournalException reason) {
    journalThread.execute(journal -> abandonHere(writing, reason));
  }

  private void abandonHere(Snapshot writing, JournalException reason) {
    try {
      writing.abandon();
    } catch (JournalException e) {
      reason.addSuppressed(e); // the journal remembers it, and says it at the next commit
    }
    end(() -> listener.abandoned(reason));
  }

  private void tell(Runnable news) {
    journalThread.onLoop(() -> {
      idle = true;
      news.run();
    });
  }

  /// Tells first how the journal is now, so that nobody begins the next snapshot because of what
  /// was before this one.
  private void end(Runnable news) {
    journalThread.execute(journal -> {
      journalThread.extend();
      journalThread.onLoop(() -> {
        running = false;
        snapshot = null;
        news.run();
      });
    });
  }

  /// Waits for what is being written. A snapshot that is not finished then never counts.
  ///
  /// @throws JournalException when the disk does not come to an end
  @Override
  public void close() throws JournalException {
    JournalThread.await(thread);
  }
}
