package org.placeherd.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.placeherd.journal.Disk;
import org.placeherd.journal.Journal;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalSettings;
import org.placeherd.journal.JournalThread;
import org.placeherd.journal.Recovery;
import org.placeherd.node.HerdNode;
import org.placeherd.transport.HeldReplies;
import org.placeherd.wire.HashKey;

/// The real journal of a server and what has it save, on a disk and threads of the simulation's.
public final class OpenedSaver {
  private final Recovery recovery;
  private final Saver saver;

  /// Where it runs and whom it tells.
  ///
  /// @param loop the server's loop
  /// @param journal the journal's thread
  /// @param snapshots the thread of snapshots
  /// @param replies what waits to be saved
  /// @param notes takes what an operator should read
  /// @param nanoTime the loop's clock
  /// @param onFailure what to do when the disk has failed
  public record Surroundings(
      Executor loop,
      ExecutorService journal,
      ExecutorService snapshots,
      HeldReplies replies,
      Consumer<String> notes,
      LongSupplier nanoTime,
      Consumer<JournalException> onFailure) {}

  /// Opens the journal; the node hears its own lines again.
  ///
  /// @param waitsForDisk whether reports are acknowledged when they are on the disk
  /// @throws JournalException if the disk fails
  public OpenedSaver(
      Disk disk,
      String server,
      JournalSettings settings,
      HerdNode node,
      HashKey hashKey,
      boolean waitsForDisk,
      Surroundings around)
      throws JournalException {
    Journal journal = Journal.open(disk, server, settings, new Recollection(node, hashKey));
    recovery = journal.recovery();
    saver =
        new Saver(
            listener ->
                new JournalThread(
                    journal, around.loop(), around.journal(), around.snapshots(), listener),
            node,
            around.replies(),
            around.notes(),
            waitsForDisk ? Acknowledgement.DISK : Acknowledgement.MEMORY,
            around.nanoTime(),
            around.onFailure());
  }

  /// What was found.
  public Recovery recovery() {
    return recovery;
  }

  /// The lines of a batch were handled; returns the mark of its replies.
  public long endOfBatch() {
    return saver.endOfBatch();
  }

  /// To be called now and then.
  public void tick() {
    saver.tick();
  }

  /// Whether the disk has no room, so that reports are refused.
  public boolean isFull() {
    return saver.status().full();
  }

  /// Saves what was stored so far.
  public CompletableFuture<Void> finish() {
    return saver.finish();
  }

  /// Lets the journal go.
  ///
  /// @throws JournalException if the disk fails
  public void close() throws JournalException {
    saver.stop();
    saver.close();
  }
}
