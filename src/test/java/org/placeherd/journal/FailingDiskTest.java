package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The same workload on disks that fail at every sync, or are full at every size.
class FailingDiskTest {
  @Test
  void afterAnyFailedSyncNothingIsAcknowledgedAndWhatIsShownStays() throws Exception {
    int failed = 0;
    boolean fails = true;
    for (int syncs = 0; fails; syncs++) {
      SimulatedDisk disk = new SimulatedDisk("simulated");
      disk.failSyncsAfter(syncs);
      Ledger ledger = new Ledger(Workload.CLIENTS);
      fails = endsWithFailure(disk, ledger);
      failed += fails ? 1 : 0;
      disk.failSyncsAfter(Integer.MAX_VALUE);
      disk.kill();
      try {
        stays(disk, ledger, new SplittableRandom(syncs));
      } catch (AssertionError e) {
        throw new AssertionError("the sync after " + syncs + " failed", e);
      }
    }
    assertThat(failed).isGreaterThan(200);
  }

  private static boolean endsWithFailure(SimulatedDisk disk, Ledger ledger) {
    try {
      new Workload(disk, ledger, new SplittableRandom(1)).run();
      return false;
    } catch (JournalException e) {
      assertThat(e).isNotInstanceOf(JournalFullException.class);
      return true;
    }
  }

  /// What a process showed after it had started is there after the next loss of power, too.
  private static void stays(SimulatedDisk disk, Ledger ledger, SplittableRandom random)
      throws JournalException {
    TestLines heard = new TestLines();
    Workload.recover(disk, ledger, heard);
    Ledger shown = ledger.shown(heard.heard());
    disk.crash(random::nextInt);
    Workload.recover(disk, shown);
  }

  @Test
  void onADiskOfAnySizeNothingAcknowledgedIsLost() throws Exception {
    int refusals = 0;
    for (int room = 200; room < 20_000; room += 97) {
      SimulatedDisk disk = new SimulatedDisk("simulated");
      disk.limitTo(room);
      Ledger ledger = new Ledger(Workload.CLIENTS);
      SplittableRandom random = new SplittableRandom(room);
      new Workload(disk, ledger, new SplittableRandom(1)).run();
      refusals += ledger.lacksAcknowledgement() ? 1 : 0;
      if (random.nextBoolean()) {
        disk.kill();
      } else {
        disk.crash(random::nextInt);
      }
      if (random.nextBoolean()) {
        disk.limitTo(Long.MAX_VALUE);
      }
      Workload.recover(disk, ledger);
    }
    assertThat(refusals).isGreaterThan(20);
  }
}
