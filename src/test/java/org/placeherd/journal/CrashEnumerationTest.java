package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Ends a workload before every single change that it makes to its disk, many times each, every
/// time leaving another legal state; then again while the next process recovers.
class CrashEnumerationTest {
  private static final int STATES = Integer.getInteger("placeherd.crashes", 100_000);

  private final Ledger ledger = new Ledger(Workload.CLIENTS);
  private long changes;
  private long states;

  @Test
  void noCrashLosesWhatWasAcknowledged() throws Exception {
    SimulatedDisk dryRun = new SimulatedDisk("simulated");
    dryRun.beforeEachChange(() -> changes++);
    new Workload(dryRun, new Ledger(Workload.CLIENTS), new SplittableRandom(1)).run();
    int statesEach = (int) (STATES / changes) + 1;

    SimulatedDisk disk = new SimulatedDisk("simulated");
    disk.beforeEachChange(() -> crashHere(disk, statesEach));
    new Workload(disk, ledger, new SplittableRandom(1)).run();

    assertThat(changes).isGreaterThan(1_000);
    assertThat(states).isGreaterThanOrEqualTo(STATES);
  }

  private void crashHere(SimulatedDisk before, int statesEach) {
    for (int i = 0; i < statesEach; i++) {
      long seed = states++;
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedDisk crashed = before.copy();
      end(crashed, random);
      try {
        survive(crashed, new Ledger(ledger), random);
      } catch (JournalException | RuntimeException | AssertionError e) {
        throw new AssertionError("seed=" + seed + ", files " + crashed.list(), e);
      }
    }
  }

  /// Mostly the power fails; sometimes it is only the process that dies.
  private static void end(SimulatedDisk disk, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      disk.kill();
    } else {
      disk.crash(random::nextInt);
    }
  }

  /// Recovers, commits, crashes, and recovers again.
  private static void survive(SimulatedDisk disk, Ledger ledger, SplittableRandom random)
      throws JournalException {
    SimulatedDisk left = random.nextInt(4) == 0 ? cutRecovery(disk, ledger, random) : disk;
    Journal journal = Workload.recover(left, ledger);
    Workload workload = new Workload(left, ledger, random);
    workload.commit(journal, 2);
    journal.tryExtend();
    if (random.nextInt(8) == 0) {
      workload.snapshot(journal);
    }
    left.crash(random::nextInt);
    Workload.recover(left, ledger);
  }

  /// What is left when a recovery ends before it is done.
  private static SimulatedDisk cutRecovery(
      SimulatedDisk disk, Ledger ledger, SplittableRandom random) throws JournalException {
    int changesLeft = random.nextInt(30);
    SimulatedDisk[] cut = {disk};
    int[] made = {0};
    SimulatedDisk recovering = disk.copy();
    recovering.beforeEachChange(() -> {
      if (made[0]++ == changesLeft) {
        cut[0] = recovering.copy();
        end(cut[0], random);
      }
    });
    Workload.recover(recovering, ledger).close();
    return cut[0];
  }
}
