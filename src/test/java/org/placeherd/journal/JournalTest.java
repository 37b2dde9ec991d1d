package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.wire.ByteWriter;

/// A journal in a real directory.
class JournalTest {
  private static final JournalSettings SMALL = new JournalSettings(4_096, 1_024, 2_048, 2, 16_384);

  @TempDir Path directory;

  private final TestLines heard = new TestLines();

  private Journal open() throws IOException, JournalException {
    return Journal.open(FileDisk.in(directory), "Alford", SMALL, heard);
  }

  @Test
  void whatWasCommittedIsHeardAgain() throws Exception {
    try (Journal journal = open()) {
      assertThat(journal.recovery().lines()).isZero();
      commit(journal, line(1, 1), line(2, 1));
      commit(journal, line(1, 2));
    }
    try (Journal journal = open()) {
      assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1), line(1, 2));
      assertThat(journal.recovery().isSound()).isTrue();
      assertThat(journal.recovery().lines()).isEqualTo(3);
    }
  }

  @Test
  void aPersonCanReadIt() throws Exception {
    try (Journal journal = open()) {
      commit(journal, line(1, 1), line(2, 1));
    }
    List<String> lines = Files.readString(directory.resolve("segment-0000000001")).lines().toList();
    assertThat(lines.get(0)).startsWith("placeherd-journal 2 1 Alford*").hasSize(37);
    assertThat(lines.get(1)).startsWith(line(1, 1) + "*");
    assertThat(lines.get(3)).startsWith("COMMIT 1 " + group(line(1, 1), line(2, 1)).size() + " ");
    assertThat(lines.get(4)).startsWith("END 1 ");
  }

  @Test
  void fullSegmentsAreFollowedByNewOnes() throws Exception {
    List<String> said = new ArrayList<>();
    try (Journal journal = open()) {
      for (int version = 0; version < 200; version++) {
        said.add(line(1, version));
        commit(journal, line(1, version));
        assertThat(journal.tryExtend()).isTrue();
      }
      assertThat(journal.segments()).isGreaterThan(4);
      assertThat(journal.wantsSnapshot()).isTrue();
    }
    try (Journal journal = open()) {
      assertThat(heard.heard()).isEqualTo(said);
      assertThat(journal.recovery().isSound()).isTrue();
    }
  }

  @Test
  void aSnapshotReplacesWhatIsOlder() throws Exception {
    try (Journal journal = open()) {
      for (int version = 0; version < 200; version++) {
        commit(journal, line(version % 10, version));
      }
      Snapshot snapshot = journal.beginSnapshot();
      commit(journal, line(99, 1));
      for (int client = 0; client < 10; client++) {
        ByteWriter piece = group(line(client, 190 + client));
        snapshot.append(piece.array(), 0, piece.size());
      }
      snapshot.finish();
      commit(journal, line(99, 2));
      assertThat(journal.segments()).isEqualTo(1);
      assertThat(journal.wantsSnapshot()).isFalse();
    }
    try (Journal journal = open()) {
      assertThat(heard.heard()).hasSize(12).contains(line(0, 190), line(9, 199), line(99, 2));
      assertThat(journal.recovery().isSound()).isTrue();
      assertThat(journal.recovery().snapshot()).isPresent();
    }
  }

  @Test
  void segmentsThatFillWhileASnapshotIsWrittenStay() throws Exception {
    List<String> said = new ArrayList<>();
    try (Journal journal = open()) {
      commit(journal, line(1, 0));
      Snapshot snapshot = journal.beginSnapshot();
      for (int version = 0; version < 200; version++) {
        said.add(line(2, version));
        commit(journal, line(2, version));
      }
      int segments = journal.segments();
      assertThat(segments).isGreaterThan(4);
      ByteWriter piece = group(line(1, 0));
      snapshot.append(piece.array(), 0, piece.size());
      snapshot.finish();
      assertThat(journal.segments()).isEqualTo(segments - 1);
    }
    said.addFirst(line(1, 0));
    try (Journal journal = open()) {
      assertThat(heard.heard()).isEqualTo(said);
      assertThat(journal.recovery().isSound()).isTrue();
    }
  }

  @Test
  void oneDirectoryIsForOneProcess() throws Exception {
    try (Journal journal = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another server");
      commit(journal, line(1, 1));
    }
    open().close();
  }

  @Test
  void anotherServersJournalIsRefused() throws Exception {
    try (Journal journal = open()) {
      commit(journal, line(1, 1));
    }
    assertThatThrownBy(() -> Journal.open(FileDisk.in(directory), "Bolden", SMALL, heard))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("belongs to the server Alford, not to Bolden");
    open().close();
  }
}
