package org.placeherd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes and one directory.
class LockTest {
  @TempDir Path directory;

  /// The other process: says that it has the journal, and keeps it until it is killed or its input
  /// ends.
  public static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException, JournalException {
      try (Journal journal = open(Path.of(args[0]))) {
        System.out.println(journal.segments());
        System.out.flush();
        int _ = System.in.read();
      }
    }
  }

  private static Journal open(Path directory) throws IOException, JournalException {
    return Journal.open(FileDisk.in(directory), "Alford", JournalSettings.DEFAULT, new TestLines());
  }

  @Test
  void aKilledProcessKeepsNobodyOut() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('1');
      assertThatThrownBy(() -> open(directory))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(directory + " is in use by another server");
      assertThat(JournalInspection.of(FileDisk.readOnly(directory)).isSound()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
    open(directory).close();
  }
}
