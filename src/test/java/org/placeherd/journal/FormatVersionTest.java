package org.placeherd.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.group;
import static org.placeherd.journal.TestLines.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

/// Files of the older format, which had no GONE lines, are read; those of any other are refused.
class FormatVersionTest {
  private static final String FIRST = "segment-0000000001";
  private static final String SECOND = "segment-0000000002";
  private static final String GONE = "GONE Alford +0.000000000 kiwi 1479413884.656000000";

  private final SimulatedDisk disk = new SimulatedDisk("simulated");
  private TestLines heard = new TestLines();

  private Journal open() throws JournalException {
    heard = new TestLines();
    return Journal.open(disk, "Alford", JournalSettings.DEFAULT, heard);
  }

  private void setVersion(String file, boolean snapshot, int version) throws IOException {
    ByteWriter header = new ByteWriter(64);
    long number = Long.parseLong(file.substring(file.length() - 10));
    new Header(snapshot, version, number, "Alford").write(header, new CheckedLine());
    try (DiskFile open = disk.open(file)) {
      open.write(0, header.array(), 0, header.size());
      open.sync();
    }
  }

  private String firstLine(String file) throws IOException {
    return new String(disk.content(file), UTF_8).lines().findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOlderSegmentIsReadAndGoneOnBehind(boolean sealed) throws Exception {
    Journal journal = open();
    commit(journal, line(1, 1), line(2, 1));
    if (sealed) {
      journal.close();
    } else {
      disk.kill();
    }
    setVersion(FIRST, false, 1);

    Journal next = open();
    assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1));
    assertThat(next.recovery().isSound()).isTrue();
    commit(next, GONE);
    next.close();
    assertThat(firstLine(FIRST)).startsWith("placeherd-journal 1 1 Alford*");
    assertThat(firstLine(SECOND)).startsWith("placeherd-journal 2 2 Alford*");

    Journal last = open();
    assertThat(heard.heard()).containsExactly(line(1, 1), line(2, 1), GONE);
    assertThat(last.recovery().isSound()).isTrue();
    last.close();
    assertThat(JournalInspection.of(disk).isSound()).isTrue();
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    assertThat(JournalInspection.dump(disk, false, dump)).isEmpty();
    assertThat(dump.toString(UTF_8).lines()).contains(GONE, line(1, 1));
  }

  @Test
  void anOlderSegmentWithNothingInItGetsTheNewFormatBeforeAnythingIsWritten() throws Exception {
    Journal journal = open();
    commit(journal, line(1, 1));
    Snapshot snapshot = journal.beginSnapshot(); // a segment of its own follows
    ByteWriter piece = group(line(1, 1));
    snapshot.append(piece.array(), 0, piece.size());
    snapshot.finish();
    disk.kill();
    setVersion(SECOND, false, 1);
    setVersion("snapshot-0000000002", true, 1);

    Journal next = open();
    assertThat(heard.heard()).containsExactly(line(1, 1));
    commit(next, GONE);
    assertThat(firstLine(SECOND)).startsWith("placeherd-journal 2 2 Alford*");
    disk.kill();
    open();
    assertThat(heard.heard()).containsExactly(line(1, 1), GONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 99})
  void anyOtherFormatIsRefusedAndNothingIsChanged(int version) throws Exception {
    Journal journal = open();
    commit(journal, line(1, 1));
    journal.close();
    setVersion(FIRST, false, version);
    byte[] before = disk.content(FIRST);
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("is of format version " + version)
        .hasMessageContaining("reads versions 1 to 2");
    assertThat(disk.content(FIRST)).isEqualTo(before);
    assertThat(disk.list()).noneMatch(name -> name.endsWith(".damaged"));
  }
}
