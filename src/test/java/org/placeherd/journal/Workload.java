package org.placeherd.journal;

import java.util.random.RandomGenerator;
import org.placeherd.wire.ByteWriter;

/// What a server does to its journal in a busy life, the same for the same random numbers: groups,
/// snapshots between them, stops, kills and starts. Segments are tiny, so that much happens.
final class Workload {
  static final int CLIENTS = 12;
  private static final int STEPS = 200;

  /// So many that segments are filled while a snapshot is written.
  private static final int MOST_GROUPS_A_PIECE = 8;

  private static final JournalSettings TINY = new JournalSettings(1_500, 700, 700, 2, 2_500);

  private final SimulatedDisk disk;
  private final Ledger ledger;
  private final RandomGenerator random;

  Workload(SimulatedDisk disk, Ledger ledger, RandomGenerator random) {
    this.disk = disk;
    this.ledger = ledger;
    this.random = random;
  }

  void run() throws JournalException {
    Journal journal = recover(disk, ledger);
    for (int step = 0; step < STEPS; step++) {
      commit(journal, 1 + random.nextInt(6));
      if (random.nextInt(3) > 0) {
        journal.tryExtend();
      }
      if (journal.wantsSnapshot()) {
        snapshot(journal);
      }
      if (random.nextInt(40) == 0) {
        if (random.nextBoolean()) {
          journal.close();
        } else {
          disk.kill();
        }
        journal = recover(disk, ledger);
      }
    }
    journal.close();
  }

  /// Opens the journal and checks what it gives.
  static Journal recover(SimulatedDisk disk, Ledger ledger) throws JournalException {
    return recover(disk, ledger, new TestLines());
  }

  /// Likewise, and leaves in `heard` what it gave.
  static Journal recover(SimulatedDisk disk, Ledger ledger, TestLines heard)
      throws JournalException {
    Journal journal = Journal.open(disk, "A", TINY, heard);
    ledger.check(heard.heard());
    if (!journal.recovery().isSound()) {
      throw new AssertionError("a crash was called damage: " + journal.recovery().alarms());
    }
    return journal;
  }

  /// Commits a group of up to `lines` lines; where there is no room for it nothing is acknowledged.
  void commit(Journal journal, int lines) throws JournalException {
    try {
      ledger.commit(journal, random.ints(lines, 0, CLIENTS).distinct().toArray());
    } catch (JournalFullException e) {
      journal.tryExtend();
    }
  }

  void snapshot(Journal journal) throws JournalException {
    Snapshot snapshot;
    try {
      snapshot = journal.beginSnapshot();
    } catch (JournalFullException e) {
      return;
    }
    try {
      for (int client = 0; client < CLIENTS; client += 4) {
        ByteWriter piece = ledger.piece(client, client + 4);
        snapshot.append(piece.array(), 0, piece.size());
        for (int groups = random.nextInt(MOST_GROUPS_A_PIECE); groups > 0; groups--) {
          commit(journal, 1 + random.nextInt(6));
        }
      }
      if (random.nextInt(8) > 0) {
        snapshot.finish();
        return;
      }
    } catch (JournalFullException e) {
      // given up, as below
    }
    snapshot.abandon();
  }
}
