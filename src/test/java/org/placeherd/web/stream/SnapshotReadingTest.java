package org.placeherd.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.placeherd.web.stream.ChangesBackend.Page;

/// What a snapshot remembers of its pages.
class SnapshotReadingTest {
  private static final int PAGE_CLIENTS = 250;

  private final SnapshotReading reading = new SnapshotReading();

  private void page(int number, long seen, long nextChange) {
    reading.add(new Page(List.of(), number * PAGE_CLIENTS, false, seen), nextChange);
  }

  private boolean skips(long change, int client) {
    String line = StubChanges.line("kiwi", "+1.0+2.0", 1);
    return reading.skips(new Recorded(change, StubChanges.change(client, line, Optional.empty())));
  }

  @Test
  void ofPagesWhoseChangesAreBehindOneIsKeptHoweverManyThereAre() {
    for (int i = 1; i <= 10_000; i++) {
      page(i, i * 10L, i * 10L + 1);
    }
    assertThat(reading.kept()).isLessThanOrEqualTo(2);
  }

  @Test
  void changesThatAPageHasSeenAreSkippedAndThoseBehindAnotherAreNot() {
    for (int i = 1; i <= 100; i++) {
      page(i, i, 1);
    }
    assertThat(reading.kept()).as("their changes are still to come").isEqualTo(100);
    page(101, 200, 51);
    assertThat(reading.kept()).isEqualTo(52);
    assertThat(skips(60, 0)).as("seen by a later page only").isFalse();
    assertThat(skips(60, 58 * PAGE_CLIENTS)).isFalse();
    assertThat(skips(60, 59 * PAGE_CLIENTS)).isTrue();
    assertThat(skips(150, 100 * PAGE_CLIENTS)).isTrue();
    assertThat(skips(201, 100 * PAGE_CLIENTS)).isFalse();
    assertThat(skips(201, 101 * PAGE_CLIENTS)).as("a page will show it").isTrue();
  }
}
