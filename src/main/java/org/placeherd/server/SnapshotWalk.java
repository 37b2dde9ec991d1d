package org.placeherd.server;

import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalThread;
import org.placeherd.journal.SnapshotThread;
import org.placeherd.node.HerdNode;
import org.placeherd.wire.ByteWriter;

/// Writes snapshots of what the node knows, a piece at a time, while everything else goes on. All
/// on the reactor's thread.
final class SnapshotWalk implements SnapshotThread.Listener {
  /// Short, for the loop waits while a piece is written out.
  private static final int PIECE_BYTES = 256 * 1024;

  private final HerdNode node;
  private final HerdEvents events;
  private final SnapshotThread thread;
  private final ByteWriter piece = new ByteWriter(PIECE_BYTES);
  private int next;
  private boolean stopped;

  SnapshotWalk(JournalThread journal, HerdNode node, HerdEvents events) {
    this.node = node;
    this.events = events;
    thread = new SnapshotThread(journal, this);
  }

  /// Begins a snapshot, if none is under way.
  void begin() {
    if (!thread.isRunning() && !stopped) {
      thread.begin();
    }
  }

  @Override
  public void begun() {
    next = 0;
    writePiece();
  }

  @Override
  public void written(ByteWriter lines) {
    writePiece();
  }

  private void writePiece() {
    if (stopped) {
      return; // what there is of it never counts
    }
    piece.clear();
    next = node.putSnapshot(piece, next, PIECE_BYTES);
    if (piece.size() == 0) {
      thread.finish();
    } else {
      thread.append(piece);
    }
  }

  @Override
  public void finished() {
    // All is said in the status.
  }

  @Override
  public void abandoned(JournalException reason) {
    events.note(reason.sentence());
  }

  /// Begins nothing more.
  void stop() {
    stopped = true;
  }

  /// Waits for what is being written. Not on the loop.
  ///
  /// @throws JournalException if the disk does not come to an end
  void close() throws JournalException {
    thread.close();
  }
}
