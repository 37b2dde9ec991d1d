package org.placeherd.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.ByteWriter;

/// What recovery makes of bytes that are not what was written.
class DamageTest {
  private static final JournalSettings SETTINGS =
      new JournalSettings(2_000, 4_096, 4_096, 2, 100_000);
  private static final String FIRST = "segment-0000000001";
  private static final String SECOND = "segment-0000000002";

  private final SimulatedDisk disk = new SimulatedDisk("simulated");
  private TestLines heard = new TestLines();

  private Journal open() throws JournalException {
    heard = new TestLines();
    return Journal.open(disk, "Alford", SETTINGS, heard);
  }

  /// The offset of this text in a file.
  private int offset(String file, String text) throws IOException {
    return new String(disk.content(file), ISO_8859_1).indexOf(text);
  }

  private void threeGroups() throws JournalException {
    Journal journal = open();
    commit(journal, line(1, 1), line(2, 1));
    commit(journal, line(3, 1), line(4, 1));
    commit(journal, line(5, 1));
    disk.kill();
  }

  @Test
  void aDamagedLineIsLeftOutAndAllOthersAreUsed() throws Exception {
    threeGroups();
    int damaged = offset(FIRST, line(3, 1));
    disk.rot(FIRST, damaged, 1);

    try (Journal journal = open()) {
      assertThat(heard.heard())
          .containsExactlyInAnyOrder(line(1, 1), line(2, 1), line(4, 1), line(5, 1));
      Recovery recovery = journal.recovery();
      assertThat(recovery.isSound()).isFalse();
      assertThat(recovery.salvagedLines()).isEqualTo(1);
      assertThat(recovery.lines()).isEqualTo(4);
      assertThat(recovery.quarantined()).containsExactly(FIRST);
      assertThat(recovery.alarms())
          .containsExactly(
              "The journal is damaged: %s, byte %d, line 5: 1 line is damaged, 1 intact lines around are used."
                  .formatted(FIRST, damaged));
      assertThat(journal.wantsSnapshot()).isTrue();
    }
  }

  @Test
  void aDamagedSegmentIsPutAsideOnceASnapshotHasItsLines() throws Exception {
    threeGroups();
    disk.rot(FIRST, offset(FIRST, "client3"), 1);
    open();
    disk.kill();
    assertThat(disk.list()).contains(FIRST);

    try (Journal journal = open()) {
      assertThat(heard.heard()).hasSize(4);
      Snapshot snapshot = journal.beginSnapshot();
      ByteWriter piece = group(heard.heard());
      snapshot.append(piece.array(), 0, piece.size());
      snapshot.finish();
      assertThat(journal.wantsSnapshot()).isFalse();
      assertThat(disk.list()).contains(FIRST + ".damaged").doesNotContain(FIRST);
    }
    try (Journal journal = open()) {
      assertThat(heard.heard()).hasSize(4);
      assertThat(journal.recovery().isSound()).isTrue();
    }
  }

  @Test
  void aDamagedLastCommitCostsNoLine() throws Exception {
    threeGroups();
    int commit = offset(FIRST, "COMMIT 1 " + group(line(5, 1)).size());
    disk.rot(FIRST, commit + 1, 1); // or as if it had not been written: nothing can tell

    Journal journal = open();
    assertThat(heard.heard()).hasSize(5).contains(line(5, 1));
    assertThat(journal.recovery().isSound()).isTrue();
    assertThat(journal.recovery().tornLines()).isEqualTo(1);
    disk.kill();
    assertThat(open().recovery().tornLines()).isZero(); // it was made a group
    assertThat(heard.heard()).hasSize(5);
  }

  @Test
  void aTornTailIsCutAtTheFirstBadLine() throws Exception {
    Journal first = open();
    commit(first, line(1, 1));
    commit(first, line(2, 1), line(3, 1), line(4, 1));
    disk.kill();
    disk.rot(FIRST, new String(disk.content(FIRST), ISO_8859_1).lastIndexOf("COMMIT"), 1);
    disk.rot(FIRST, offset(FIRST, "client3"), 1);

    Journal journal = open();
    assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1));
    assertThat(journal.recovery().isSound()).isTrue();
    disk.kill();
    open().close();
    assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1));
  }

  @Test
  void ofTheVeryLastGroupEveryIntactLineIsUsedAndStaysSo() throws Exception {
    Journal first = open();
    commit(first, line(1, 1));
    commit(first, line(2, 1), line(3, 1), line(4, 1));
    disk.kill();
    disk.rot(FIRST, offset(FIRST, "client3"), 1);

    for (int start = 0; start < 3; start++) {
      Journal journal = open();
      assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1), line(4, 1));
      assertThat(journal.recovery().isSound()).isTrue();
      assertThat(journal.recovery().unfinishedLines()).isEqualTo(2);
      disk.kill();
    }
  }

  @Test
  void aSegmentThatIsMissingIsSaid() throws Exception {
    try (Journal journal = open()) {
      for (int version = 0; version < 60; version++) {
        commit(journal, line(1, version));
      }
    }
    disk.delete(SECOND);
    try (Journal journal = open()) {
      assertThat(journal.recovery().missing()).containsExactly(2L);
      assertThat(journal.recovery().alarms())
          .containsExactly(
              "The journal is damaged: segment-0000000002 is missing, and what was in it.");
      assertThat(journal.wantsSnapshot()).isTrue();
    }
  }

  @Test
  void aDamagedSnapshotGivesItsIntactLines() throws Exception {
    try (Journal journal = open()) {
      commit(journal, line(1, 1));
      Snapshot snapshot = journal.beginSnapshot();
      for (int client = 1; client < 4; client++) {
        ByteWriter piece = group(line(client, 1), line(client + 10, 1));
        snapshot.append(piece.array(), 0, piece.size());
      }
      snapshot.finish();
      commit(journal, line(9, 1));
    }
    String file = "snapshot-0000000002";
    disk.rot(file, offset(file, "client12"), 4);
    try (Journal journal = open()) {
      assertThat(heard.heard())
          .contains(line(1, 1), line(11, 1), line(2, 1), line(3, 1), line(13, 1), line(9, 1));
      assertThat(journal.recovery().quarantined()).containsExactly(file);
      assertThat(journal.wantsSnapshot()).isTrue();
    }
  }

  @Test
  void aSnapshotOfTheSameReplacesADamagedOne() throws Exception {
    try (Journal journal = open()) {
      commit(journal, line(1, 1));
      ByteWriter piece = group(line(1, 1), line(2, 1));
      Snapshot snapshot = journal.beginSnapshot();
      snapshot.append(piece.array(), 0, piece.size());
      snapshot.finish();
      journal.beginSnapshot().abandon();
    }
    String file = disk.list().stream().filter(name -> name.startsWith("snap")).findAny().get();
    disk.rot(file, offset(file, "client2"), 4);
    try (Journal journal = open()) {
      ByteWriter piece = group(heard.heard());
      Snapshot snapshot = journal.beginSnapshot(); // nothing was committed since the last
      snapshot.append(piece.array(), 0, piece.size());
      snapshot.finish();
      assertThat(disk.list()).contains(file + ".damaged").doesNotContain(file);
    }
    open();
    assertThat(heard.heard()).containsExactly(line(1, 1));
  }

  @Test
  void bytesThatCannotBeReadAreDamage() throws Exception {
    Journal journal = open();
    for (int version = 0; version < 12; version++) {
      commit(journal, line(1, version));
    }
    disk.kill();
    disk.makeUnreadable(FIRST, 700);

    Journal again = open();
    assertThat(again.recovery().isSound()).isFalse();
    assertThat(again.recovery().alarms().toString()).contains("the disk cannot read");
  }

  @Test
  void anyByteMayRotAndNoOtherLineIsLost() throws Exception {
    List<String> all = List.of(line(1, 1), line(2, 1), line(3, 1), line(4, 1), line(5, 1));
    threeGroups();
    open().close(); // seals the segment, so all of it is known to have been durable
    int end = offset(FIRST, "END ");
    SplittableRandom random = new SplittableRandom(7);
    for (int offset = 0; offset < end + 10; offset++) {
      SimulatedDisk rotten = disk.copy();
      rotten.rot(FIRST, offset, 1 << random.nextInt(8));
      TestLines recalled = new TestLines();
      Journal journal = Journal.open(rotten, "Alford", SETTINGS, recalled);
      assertThat(journal.recovery().isSound()).as("rot at %d goes unseen", offset).isFalse();
      assertThat(all).containsAll(recalled.heard());
      long lost = all.stream().filter(line -> !recalled.heard().contains(line)).count();
      assertThat(lost).as("lost for rot at %d", offset).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void ofARecycledSegmentNothingOldCounts() throws Exception {
    Journal journal = open();
    for (int round = 0; round < 3; round++) {
      for (int version = 0; version < 30; version++) {
        commit(journal, line(round, version), line(round + 50, version));
      }
      journal.beginSnapshot().finish();
      assertThat(disk.list().toString()).contains("spare-");
    }
    List<String> said = new ArrayList<>();
    for (int version = 0; journal.segments() < 2; version++) {
      said.add(line(99, version));
      commit(journal, line(99, version));
    }
    disk.kill();
    String last = disk.list().stream().filter(n -> n.startsWith("segment")).toList().getLast();
    assertThat(new String(disk.content(last), ISO_8859_1))
        .contains("client52"); // it is there, and does not count

    Journal again = open();
    assertThat(heard.heard()).isEqualTo(said);
    assertThat(again.recovery().isSound()).isTrue();
  }
}
