package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.ByteWriter;

/// Pulls the plug before every single change that a workload makes to its disk, many times each,
/// every time leaving another legal state; then again while the next process recovers.
class CrashEnumerationTest {
  private static final int STEPS = 200;
  private static final int STATES = Integer.getInteger("placeherd.crashes", 100_000);
  private static final int CLIENTS = 12;
  private static final JournalSettings TINY = new JournalSettings(1_500, 700, 700, 2, 2_500);

  private final SimulatedDisk disk = new SimulatedDisk("simulated");
  private final Ledger ledger = new Ledger(CLIENTS);
  private long changes;
  private long states;

  @Test
  void noCrashLosesWhatWasAcknowledged() throws Exception {
    SplittableRandom dryRun = new SplittableRandom(1);
    disk.beforeEachChange(() -> changes++);
    workload(dryRun, disk, new Ledger(CLIENTS));
    int statesEach = (int) (STATES / changes) + 1;

    SimulatedDisk cruel = new SimulatedDisk("simulated");
    cruel.beforeEachChange(() -> crashEverywhere(cruel, statesEach));
    workload(new SplittableRandom(1), cruel, ledger);

    assertThat(states).isGreaterThanOrEqualTo(STATES);
    System.out.println(changes + " changes, " + states + " states");
  }

  private void crashEverywhere(SimulatedDisk before, int statesEach) {
    for (int i = 0; i < statesEach; i++) {
      long seed = states++;
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedDisk crashed = before.copy();
      crashed.crash(random::nextInt);
      try {
        survive(crashed, new Ledger(ledger), random);
      } catch (JournalException | RuntimeException | AssertionError e) {
        throw new AssertionError("seed=" + seed + ", files " + crashed.list(), e);
      }
    }
  }

  /// Recovers, commits, crashes, and recovers again; sometimes a crash comes earlier.
  private static void survive(SimulatedDisk disk, Ledger ledger, SplittableRandom random)
      throws JournalException {
    if (random.nextInt(4) == 0) {
      int left = random.nextInt(30);
      SimulatedDisk[] cut = {disk};
      int[] count = {0};
      SimulatedDisk first = disk.copy();
      first.beforeEachChange(() -> {
        if (count[0]++ == left) {
          cut[0] = first.copy();
          cut[0].crash(random::nextInt);
        }
      });
      recover(first, ledger).close();
      disk = cut[0];
    }
    Journal journal = recover(disk, ledger);
    ledger.commit(journal, random.nextInt(CLIENTS), random.nextInt(CLIENTS));
    journal.tryExtend();
    if (random.nextInt(8) == 0) {
      snapshot(journal, ledger, random);
    }
    disk.crash(random::nextInt);
    recover(disk, ledger);
  }

  private static Journal recover(SimulatedDisk disk, Ledger ledger) throws JournalException {
    TestLines heard = new TestLines();
    Journal journal = Journal.open(disk, "A", TINY, heard);
    ledger.check(heard.heard());
    if (!journal.recovery().isSound()) {
      throw new AssertionError("a crash was called damage: " + journal.recovery().alarms());
    }
    return journal;
  }

  private static void workload(RandomGenerator random, SimulatedDisk disk, Ledger ledger)
      throws JournalException {
    Journal journal = recover(disk, ledger);
    for (int step = 0; step < STEPS; step++) {
      ledger.commit(journal, random.ints(1 + random.nextInt(6), 0, CLIENTS).distinct().toArray());
      if (random.nextInt(3) > 0) {
        journal.tryExtend();
      }
      if (journal.wantsSnapshot()) {
        snapshot(journal, ledger, random);
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

  private static void snapshot(Journal journal, Ledger ledger, RandomGenerator random)
      throws JournalException {
    Snapshot snapshot = journal.beginSnapshot();
    for (int client = 0; client < CLIENTS; client += 4) {
      ByteWriter piece = ledger.piece(client, client + 4);
      snapshot.append(piece.array(), 0, piece.size());
      if (random.nextBoolean()) {
        ledger.commit(journal, random.nextInt(CLIENTS));
      }
    }
    if (random.nextInt(8) == 0) {
      snapshot.abandon();
    } else {
      snapshot.finish();
    }
  }
}
