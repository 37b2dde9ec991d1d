package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.placeherd.wire.ByteWriter;

/// The last segment without the header that it had when it got its name: that is damage, however
/// empty the file looks, for a header is durable before the name is.
class DamagedHeaderTest {
  private static final String FIRST = "segment-0000000001";
  private static final String LAST = "segment-0000000002";

  private final SimulatedDisk disk = new SimulatedDisk("simulated");
  private TestLines heard = new TestLines();

  @BeforeEach
  void twoSegments() throws JournalException {
    Journal first = open();
    commit(first, line(1, 1));
    disk.kill();
    Journal second = open();
    commit(second, line(2, 1), line(3, 1));
    disk.kill();
  }

  private Journal open() throws JournalException {
    heard = new TestLines();
    return Journal.open(disk, "Alford", JournalSettings.DEFAULT, heard);
  }

  private void write(String file, byte[] bytes) throws IOException {
    try (DiskFile open = disk.open(file)) {
      open.write(0, bytes, 0, bytes.length);
    }
  }

  private void isPutAside(String file, byte[] content, Journal journal) throws Exception {
    assertThat(journal.recovery().isSound()).isFalse();
    assertThat(journal.recovery().quarantined()).contains(file);
    assertThat(disk.content(file)).isEqualTo(content);
    assertThat(journal.wantsSnapshot()).isTrue();
    commit(journal, line(9, 1));
    Snapshot snapshot = journal.beginSnapshot();
    ByteWriter piece = group(heard.heard());
    snapshot.append(piece.array(), 0, piece.size());
    snapshot.finish();
    assertThat(disk.content(file + ".damaged")).isEqualTo(content);
    journal.close();
    assertThat(open().recovery().isSound()).isTrue();
  }

  @Test
  void theHeaderOfAnotherFile() throws Exception {
    byte[] first = disk.content(FIRST);
    byte[] last = disk.content(LAST);
    write(FIRST, last);
    write(LAST, first);

    Journal journal = open();
    assertThat(heard.heard()).contains(line(1, 1), line(2, 1), line(3, 1));
    assertThat(journal.recovery().alarms().toString())
        .contains(LAST + ", byte 0, line 1: the header is that of another file");
    isPutAside(LAST, first, journal);
  }

  @Test
  void zeros() throws Exception {
    byte[] zeros = new byte[disk.content(LAST).length];
    write(LAST, zeros);

    Journal journal = open();
    assertThat(heard.heard()).containsExactly(line(1, 1));
    assertThat(journal.recovery().alarms())
        .containsExactly(
            "The journal is damaged: " + LAST + ", byte 0, line 1: the header is damaged.");
    isPutAside(LAST, zeros, journal);
  }

  @Test
  void nothingAtAll() throws Exception {
    disk.delete(LAST);
    disk.create(LAST).close();

    Journal journal = open();
    assertThat(journal.recovery().alarms())
        .containsExactly(
            "The journal is damaged: " + LAST + ", byte 0, line 1: the file is empty.");
    isPutAside(LAST, new byte[0], journal);
  }

  @Test
  void oneBitOfIt() throws Exception {
    disk.rot(LAST, 3, 1);

    Journal journal = open();
    assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1), line(3, 1));
    isPutAside(LAST, disk.content(LAST), journal);
  }

  @Test
  void whereNoHeaderIsIntactAllCanBeLookedAt() throws Exception {
    disk.rot(FIRST, 3, 1);
    disk.rot(LAST, 3, 1);

    JournalInspection inspection = JournalInspection.of(disk);
    assertThat(inspection.server()).isEmpty();
    assertThat(inspection.alarms()).hasSize(2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(JournalInspection.dump(disk, false, out)).hasSize(2);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(line(1, 1), line(2, 1), line(3, 1));
  }
}
