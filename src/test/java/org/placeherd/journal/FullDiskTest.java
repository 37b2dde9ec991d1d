package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.ByteWriter;

/// A disk that has no room, and one that fails.
class FullDiskTest {
  private static final JournalSettings SETTINGS =
      new JournalSettings(8_000, 1_000, 2_000, 2, 8_000);

  private final SimulatedDisk disk = new SimulatedDisk("simulated");
  private TestLines heard = new TestLines();

  private Journal open() throws JournalException {
    heard = new TestLines();
    return Journal.open(disk, "Alford", SETTINGS, heard);
  }

  @Test
  void aFullDiskIsKnownBeforeItHurts() throws Exception {
    Journal journal = open();
    commit(journal, line(0, 1));
    journal.tryExtend();
    disk.limitTo(disk.usedBytes());
    List<String> said = new ArrayList<>(List.of(line(0, 1)));
    while (journal.tryExtend()) {
      said.add(line(1, said.size()));
      commit(journal, said.getLast());
    }
    assertThat(journal.isFull()).isTrue();
    commit(journal, line(2, 1)); // one that was under way still fits
    said.add(line(2, 1));
    disk.kill();

    Journal again = open();
    assertThat(heard.heard()).isEqualTo(said);
    assertThat(again.isFull()).isTrue();
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingOfItCounts() throws Exception {
    Journal journal = open();
    commit(journal, line(0, 1));
    disk.limitTo(disk.usedBytes());
    String[] large = new String[200];
    Arrays.setAll(large, i -> line(i, 7));

    assertThatThrownBy(() -> commit(journal, large))
        .isInstanceOf(JournalFullException.class)
        .hasMessage("There is no room for the journal in simulated: No space left on device.");
    assertThat(journal.isFull()).isTrue();

    disk.limitTo(Long.MAX_VALUE);
    assertThat(journal.tryExtend()).isTrue();
    assertThat(journal.isFull()).isFalse();
    commit(journal, line(0, 2));
    disk.kill();
    open();
    assertThat(heard.heard()).containsExactly(line(0, 1), line(0, 2));
  }

  @Test
  void spareSegmentsAreRoom() throws Exception {
    Journal journal = open();
    for (int version = 0; version < 200; version++) {
      commit(journal, line(1, version));
    }
    journal.beginSnapshot().finish();
    disk.limitTo(disk.usedBytes());
    for (int version = 0; version < 100; version++) {
      commit(journal, line(2, version));
      assertThat(journal.tryExtend()).as("version %d", version).isTrue();
    }
  }

  @Test
  void aSnapshotWithoutRoomIsGivenUpAndHurtsNoCommit() throws Exception {
    Journal journal = open();
    for (int version = 0; version < 120; version++) {
      commit(journal, line(1, version));
    }
    assertThat(journal.wantsSnapshot()).isTrue();
    Snapshot snapshot = journal.beginSnapshot();
    commit(journal, line(1, 120));
    journal.tryExtend();
    disk.limitTo(disk.usedBytes() + 100);
    ByteWriter piece = group(line(1, 120), line(2, 120));
    assertThatThrownBy(() -> snapshot.append(piece.array(), 0, piece.size()))
        .isInstanceOf(JournalFullException.class);
    snapshot.abandon();

    assertThat(journal.wantsSnapshot()).as("not again at once").isFalse();
    commit(journal, line(1, 121));
    disk.kill();
    disk.limitTo(Long.MAX_VALUE);
    open();
    assertThat(heard.heard()).hasSize(122).endsWith(line(1, 121));
  }

  @Test
  void aFailedSyncIsTheEnd() throws Exception {
    Journal journal = open();
    commit(journal, line(1, 1));
    disk.failSyncsAfter(0);
    assertThatThrownBy(() -> commit(journal, line(1, 2)))
        .isNotInstanceOf(JournalFullException.class)
        .hasMessageContaining("Input/output error")
        .hasMessageContaining("Nothing more is saved");
    disk.failSyncsAfter(Integer.MAX_VALUE); // it would succeed, and mean nothing
    assertThatThrownBy(() -> commit(journal, line(1, 3))).isInstanceOf(JournalException.class);
    assertThatThrownBy(journal::tryExtend).isInstanceOf(JournalException.class);
    assertThatThrownBy(journal::beginSnapshot).isInstanceOf(JournalException.class);
    journal.close();
  }

  @Test
  void whatANewProcessHearsAfterAFailedSyncIsDurable() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedDisk failing = new SimulatedDisk("simulated");
      Journal journal = Journal.open(failing, "Alford", SETTINGS, new TestLines());
      commit(journal, line(1, 1));
      failing.failSyncsAfter(0);
      assertThatThrownBy(() -> commit(journal, line(1, 2), line(2, 2))).isNotNull();
      failing.failSyncsAfter(Integer.MAX_VALUE);
      failing.kill();

      TestLines shown = new TestLines();
      Journal.open(failing, "Alford", SETTINGS, shown);
      failing.crash(random::nextInt);
      TestLines left = new TestLines();
      Journal again = Journal.open(failing, "Alford", SETTINGS, left);
      assertThat(left.heard()).as("seed=%d", seed).isEqualTo(shown.heard());
      assertThat(again.recovery().isSound()).isTrue();
    }
  }
}
