package org.placeherd.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.journal.FileDisk;
import org.placeherd.journal.Journal;
import org.placeherd.journal.JournalException;
import org.placeherd.journal.JournalSettings;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CheckedLine;

class JournalCommandTest {
  private static final String KIWI = "AT Alford +0.5 kiwi +34.068930-118.445127 1479413884.5";
  private static final String GULL = "AT Alford +0.5 gull\u00ff +34.0-118.4 1479413885.5";

  @TempDir Path directory;

  private String dir = "";

  @BeforeEach
  void aJournalWithTwoGroups() throws IOException, JournalException {
    dir = directory.toString();
    try (Journal journal = open()) {
      commit(journal, KIWI);
      commit(journal, GULL);
    }
  }

  private Journal open() throws IOException, JournalException {
    return Journal.open(
        FileDisk.in(directory), "Alford", JournalSettings.DEFAULT, (bytes, from, to) -> {});
  }

  private static void commit(Journal journal, String line) throws JournalException {
    ByteWriter group = new ByteWriter(128);
    group.put(line.getBytes(ISO_8859_1));
    new CheckedLine().end(group, 0);
    journal.commit(group);
  }

  @Test
  void aSoundJournalIsSaidToBe() {
    CommandRun run = CommandRun.of("journal", "verify", dir);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("The journal of Alford:\n  segment-0000000001  ")
        .contains(" bytes  whole: 2 lines in 2 groups\n")
        .endsWith("\nSound.\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void itMayBeLookedAtWhileAServerRuns() throws Exception {
    try (Journal journal = open()) {
      commit(journal, KIWI);
      CommandRun run = CommandRun.of("journal", "verify", dir);
      assertThat(run.out())
          .contains("segment-0000000002  ")
          .contains("open at the end: 1 lines in 1 groups")
          .endsWith("\nSound.\n");
      assertThat(run.exitCode()).isZero();
      commit(journal, GULL); // its lock is still its own
    }
  }

  @Test
  void compactSaysWhatWasDamagedForAfterwardsNobodyCan() throws IOException {
    Path segment = directory.resolve("segment-0000000001");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[new String(bytes, ISO_8859_1).indexOf(KIWI) + 20] ^= 1;
    Files.write(segment, bytes);
    CommandRun damaged = CommandRun.of("journal", "compact", dir);
    assertThat(damaged.err()).contains("The journal is damaged: segment-0000000001");
    assertThat(damaged.exitCode()).isEqualTo(1);
    CommandRun sound = CommandRun.of("journal", "compact", dir);
    assertThat(sound.err()).isEmpty();
    assertThat(sound.out()).contains("1 lines became 1");
    assertThat(sound.exitCode()).isZero();
  }

  @Test
  void whereNoHeaderIsIntactItIsLookedAtButNotCompacted() throws IOException {
    Path segment = directory.resolve("segment-0000000001");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[3] ^= 1;
    Files.write(segment, bytes);
    CommandRun verify = CommandRun.of("journal", "verify", dir);
    assertThat(verify.out()).startsWith("A journal; no file says any more of which server:\n");
    assertThat(verify.exitCode()).isEqualTo(1);
    assertThat(dump().out()).isEqualTo(KIWI + "\n" + GULL + "\n");
    CommandRun compact = CommandRun.of("journal", "compact", dir);
    assertThat(compact.err()).contains("start that server on it");
    assertThat(compact.exitCode()).isEqualTo(1);
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
  }

  @Test
  void damageIsSaidWithFileByteAndLine() throws IOException {
    Path segment = directory.resolve("segment-0000000001");
    byte[] bytes = Files.readAllBytes(segment);
    int damaged = new String(bytes, ISO_8859_1).indexOf(KIWI);
    bytes[damaged + 20] ^= 1;
    Files.write(segment, bytes);

    CommandRun run = CommandRun.of("journal", "verify", dir);
    assertThat(run.out())
        .contains("DAMAGED: 1 lines in 1 groups")
        .contains(
            "The journal is damaged: segment-0000000001, byte %d, line 2: 1 line is damaged.\n"
                .formatted(damaged));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
    assertThat(dump().out()).isEqualTo(GULL + "\n");
    assertThat(dump().err()).startsWith("The journal is damaged: segment-0000000001, byte ");
    assertThat(dump().exitCode()).isEqualTo(1);
  }

  @Test
  void dumpPrintsTheLinesByteForByte() {
    assertThat(dump().out()).isEqualTo(KIWI + "\n" + GULL + "\n");
    assertThat(dump("--checksums").out())
        .matches("AT Alford .*\\*[0-9a-f]{8}\nAT Alford .*\\*[0-9a-f]{8}\n");
    assertThat(dump().exitCode()).isZero();
  }

  @Test
  void whereNoJournalIsItSaysSo() throws IOException {
    String missing = directory.resolve("none").toString();
    assertThat(CommandRun.of("journal", "verify", missing).err())
        .isEqualTo("placeherd: There is no directory " + missing + ".\n");
    String empty = Files.createDirectory(directory.resolve("empty")).toString();
    CommandRun run = CommandRun.of("journal", "verify", empty);
    assertThat(run.err()).startsWith("placeherd: There is no journal in " + empty + "; give the");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private CommandRun dump(String... options) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, false, ISO_8859_1));
    try {
      CommandRun run =
          options.length == 0
              ? CommandRun.of("journal", "dump", dir)
              : CommandRun.of("journal", "dump", options[0], dir);
      return new CommandRun(run.exitCode(), out.toString(ISO_8859_1), run.err());
    } finally {
      System.setOut(before);
    }
  }
}
