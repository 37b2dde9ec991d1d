package org.placeherd.server;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.placeherd.journal.Journal;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalFullException;
import org.placeherd.journal.JournalThread;
import org.placeherd.node.HerdNode;
import org.placeherd.transport.HeldReplies;
import org.placeherd.wire.ByteWriter;

/// Has the journal save what the node stores, and lets replies leave when what they say is saved
/// (reliability §§1–2).
///
/// A commit costs the same for one report as for many, a tenth of a millisecond of a core. So it
/// begins when no line is waiting to be read and the disk has rested for twice as long as it last
/// worked: the busier the machine, the longer that is. Meanwhile the node gathers what comes; a
/// client that reports again is written once. All on the reactor's thread.
final class Saver implements JournalThread.Listener, JournalThread.SnapshotSource {
  /// A snapshot's piece: short, for the loop waits while it is written out.
  private static final int PIECE_BYTES = 256 * 1024;

  /// Room in a group for the line that reaches its bound.
  private static final int LONGEST_LINE_BYTES = 64 * 1024;

  private static final int GROUP_BYTES = Journal.LARGEST_GROUP_BYTES - LONGEST_LINE_BYTES;

  /// A group of so many clients is long enough to begin, whatever is waiting to be read.
  private static final int MANY_CLIENTS = 512;

  /// A disk that is slow, and not the machine busy, gains nothing by a rest.
  private static final long MOST_REST_NANOS = 2_000_000;

  /// How long the disk rests, in times of how long it worked.
  private static final int RESTS = 2;

  /// Where reports are acknowledged from memory they are saved every so many ticks: a second.
  private static final int TICKS_A_SAVE = 1_000 / HerdLoop.TICK_MILLIS;

  private final JournalThread journal;
  private final HerdNode node;
  private final HeldReplies replies;
  private final Consumer<String> notes;
  private final boolean waitsForDisk;
  private final LongSupplier nanoTime;
  private final Consumer<JournalException> onFailure;
  private ByteWriter group = new ByteWriter(PIECE_BYTES);
  private Optional<ByteWriter> refused = Optional.empty();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final SaverCounters counters = new SaverCounters();
  private int groupReports;
  private long snapshotBeganNanos;
  private int snapshotNext;
  private int ticks;

  private long beganNanos;
  private long restsUntilNanos;

  private boolean savesWhenNoMoreCome;
  private long committing;
  private long saved;
  private boolean isFull;
  private boolean failed;
  private boolean finishing;

  /// @param thread starts the journal's thread, given who hears what became of a group
  /// @param notes takes what an operator should read
  /// @param nanoTime as [System#nanoTime]
  /// @param onFailure what to do when the disk has failed: nothing can be saved any more
  Saver(
      Function<JournalThread.Listener, JournalThread> thread,
      HerdNode node,
      HeldReplies replies,
      Consumer<String> notes,
      Acknowledgement acknowledgement,
      LongSupplier nanoTime,
      Consumer<JournalException> onFailure) {
    this.journal = thread.apply(this);
    this.node = node;
    this.replies = replies;
    this.notes = notes;
    this.onFailure = onFailure;
    this.nanoTime = nanoTime;
    this.restsUntilNanos = nanoTime.getAsLong();
    waitsForDisk = acknowledgement == Acknowledgement.DISK;
    statusChanged();
  }

  /// The lines of a batch were handled.
  ///
  /// @return the mark of its replies, for [HeldReplies#safe]. While the disk is full nothing waits
  ///   for it: then no report is acknowledged, and questions are answered from memory
  long endOfBatch() {
    if (!waitsForDisk) {
      return 0;
    }
    saveSoon();
    return isFull && !failed ? saved : node.stored();
  }

  private void saveSoon() {
    if (finishing || node.unsaved() >= MANY_CLIENTS) {
      save();
    } else if (!savesWhenNoMoreCome && journal.isIdle() && node.unsaved() > 0) {
      savesWhenNoMoreCome = true;
      replies.whenNoMoreCome(restsUntilNanos - nanoTime.getAsLong(), this::saveAsNoMoreCome);
    }
  }

  private void saveAsNoMoreCome() {
    savesWhenNoMoreCome = false;
    save();
  }

  /// Hands what the node has stored to the disk, if that is free.
  private void save() {
    if (failed || !journal.isIdle() || refused.isPresent()) {
      return;
    }
    if (node.unsaved() == 0) {
      finishIfWanted();
      return;
    }
    long stored = node.stored();
    group.clear();
    groupReports = node.unsaved();
    node.drainUnsaved(group, GROUP_BYTES);
    groupReports -= node.unsaved();
    committing = node.unsaved() > 0 ? saved : stored;
    beganNanos = nanoTime.getAsLong();
    journal.commit(group);
  }

  private void finishIfWanted() {
    if (finishing) {
      finished.complete(null);
    }
  }

  /// To be called now and then.
  void tick() {
    if (failed) {
      return;
    }
    ticks++;
    if (!waitsForDisk && ticks % TICKS_A_SAVE == 0) {
      save();
    }
    if (isFull) {
      journal.tryExtend();
    }
    if (journal.wantsSnapshot()) {
      snapshotNext = 0;
      snapshotBeganNanos = nanoTime.getAsLong();
      journal.snapshot(this);
    }
  }

  @Override
  public void next(ByteWriter out) {
    snapshotNext = node.putSnapshot(out, snapshotNext, PIECE_BYTES);
  }

  @Override
  public void snapshotEnded(Optional<JournalException> failure) {
    counters.snapshotEnded(nanoTime.getAsLong() - snapshotBeganNanos, failure.isPresent());
    failure.ifPresent(reason -> notes.accept(reason.sentence()));
  }

  @Override
  public void committed(ByteWriter lines) {
    saved = committing;
    long now = nanoTime.getAsLong();
    counters.committed(now - beganNanos, groupReports, lines.size());
    restsUntilNanos = now + Math.min(RESTS * (now - beganNanos), MOST_REST_NANOS);
    if (waitsForDisk) {
      saveSoon();
      replies.safe(saved);
    } else {
      finishIfWanted();
    }
  }

  /// The group is kept and tried again when there is room. Whoever waits for it is hung up on:
  /// better no answer than one that nobody can tell when it comes.
  @Override
  public void refused(ByteWriter lines, JournalFullException reason) {
    refused = Optional.of(lines);
    group = new ByteWriter(PIECE_BYTES);
    notes.accept(reason.sentence());
    replies.giveUp("the disk is full");
  }

  @Override
  public void statusChanged() {
    if (journal.status().full() != isFull) {
      isFull = !isFull;
      node.takeReports(!isFull);
      notes.accept(
          isFull
              ? "The disk is full: reports are refused until there is room, questions are answered."
              : "There is room on the disk again: reports are taken.");
    }
    if (!isFull && refused.isPresent() && journal.isIdle()) {
      group = refused.get();
      refused = Optional.empty();
      beganNanos = nanoTime.getAsLong();
      journal.commit(group);
    }
  }

  @Override
  public void failed(JournalException reason) {
    if (!failed) {
      failed = true;
      node.takeReports(false);
      notes.accept(reason.sentence());
      finished.complete(null);
      onFailure.accept(reason);
    }
  }

  /// Saves what was stored so far.
  ///
  /// @return is done when that is on the disk, or the disk has failed
  CompletableFuture<Void> finish() {
    finishing = true;
    save();
    if (failed || refused.isPresent()) {
      finished.complete(null);
    }
    return finished;
  }

  /// Begins nothing more.
  void stop() {
    journal.stop();
  }

  /// Waits for the disk and lets the journal go. Not on the loop.
  ///
  /// @throws JournalException if the disk fails
  void close() throws JournalException {
    journal.close();
  }

  /// What saving has cost.
  SaverCounters.Counts counts() {
    return counters.counts();
  }

  /// How the journal is.
  JournalThread.Status status() {
    return journal.status();
  }
}
