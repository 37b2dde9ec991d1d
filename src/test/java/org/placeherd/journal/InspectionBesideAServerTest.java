package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.line;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A journal that changes while somebody looks at it: what was read half written, once, is no
/// damage.
class InspectionBesideAServerTest {
  private static final String SECOND = "segment-0000000002";

  private final SimulatedDisk disk = new SimulatedDisk("simulated");

  @BeforeEach
  void twoSegments() throws JournalException {
    for (int version = 1; version <= 2; version++) {
      try (Journal journal =
          Journal.open(disk, "Alford", JournalSettings.DEFAULT, new TestLines())) {
        commit(journal, line(1, version));
      }
    }
  }

  @Test
  void whatIsSoundWhenItIsReadAgainIsNoDamage() throws Exception {
    assertThat(JournalInspection.of(new Changing(1)).alarms()).isEmpty();
    assertThat(JournalInspection.dump(new Changing(1), false, OutputStream.nullOutputStream()))
        .isEmpty();
  }

  @Test
  void whatIsDamagedTwiceIsSaid() throws Exception {
    assertThat(JournalInspection.of(new Changing(2)).alarms()).hasSize(1);
    assertThat(JournalInspection.dump(new Changing(2), false, OutputStream.nullOutputStream()))
        .hasSize(1);
  }

  /// Shows the second segment damaged so many times.
  private final class Changing implements Disk {
    private final SimulatedDisk damaged = disk.copy();
    private int timesDamaged;

    Changing(int timesDamaged) throws IOException {
      this.timesDamaged = timesDamaged;
      damaged.rot(SECOND, 60, 1);
    }

    @Override
    public List<String> list() {
      return disk.list();
    }

    @Override
    public DiskFile open(String name) throws IOException {
      return name.equals(SECOND) && timesDamaged-- > 0 ? damaged.open(name) : disk.open(name);
    }

    @Override
    public DiskFile create(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rename(String from, String to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void syncDirectory() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Closeable lock() {
      throw new UnsupportedOperationException();
    }
  }
}
