package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.placeherd.journal.TestLines.commit;
import static org.placeherd.journal.TestLines.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may lie in a directory under the name of a journal's file.
class FileDiskTest {
  @TempDir Path directory;

  private TestLines heard = new TestLines();

  private Journal open() throws IOException, JournalException {
    heard = new TestLines();
    return Journal.open(FileDisk.in(directory), "Alford", JournalSettings.DEFAULT, heard);
  }

  private void isRefused(String name) {
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(name + ": this is no regular file; move it elsewhere");
  }

  @Test
  void aPipeIsRefusedByNameAndNotWaitedFor() throws Exception {
    String name = "segment-0000000007";
    assertThat(new ProcessBuilder("mkfifo", directory.resolve(name).toString()).start().waitFor())
        .isZero();
    isRefused(name);
  }

  @Test
  void aDirectoryIsRefusedByName() throws Exception {
    Files.createDirectory(directory.resolve("segment-0000000007"));
    isRefused("segment-0000000007");
  }

  @Test
  void aLinkToNothingIsRefusedByName() throws Exception {
    Files.createSymbolicLink(directory.resolve("segment-0000000007"), Path.of("nowhere"));
    isRefused("segment-0000000007");
  }

  @Test
  void aNameWithAZeroTooManyIsNoneOfOurs() throws Exception {
    try (Journal journal = open()) {
      commit(journal, line(1, 1));
    }
    Files.copy(directory.resolve("segment-0000000001"), directory.resolve("segment-00000000002"));
    try (Journal journal = open()) {
      assertThat(heard.heard()).containsExactly(line(1, 1));
      assertThat(journal.recovery().isSound()).isTrue();
    }
  }
}
