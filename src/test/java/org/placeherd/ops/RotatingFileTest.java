package org.placeherd.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
  @TempDir Path directory;

  @Test
  void fullFilesMoveUpAndTheOldestGoes() throws IOException {
    append(3, "first\n", "second\n", "third\n", "fourth\n");
    assertThat(directory.resolve("x.log")).hasContent("fourth\n");
    assertThat(directory.resolve("x.log.1")).hasContent("third\n");
    assertThat(directory.resolve("x.log.2")).hasContent("second\n");
    assertThat(directory.resolve("x.log.3")).doesNotExist();
  }

  @Test
  void aFileTakesLinesUntilTheNextWouldBeTooMany() throws IOException {
    append(2, "123\n", "567\n", "9\n");
    assertThat(directory.resolve("x.log")).hasContent("9\n");
    assertThat(directory.resolve("x.log.1")).hasContent("123\n567\n");
  }

  @Test
  void aSingleFileStartsAnew() throws IOException {
    append(1, "one and more\n", "two\n");
    assertThat(directory).isDirectoryNotContaining("glob:**.1");
    assertThat(directory.resolve("x.log")).hasContent("two\n");
  }

  @Test
  void onlyFilesBelowAGapMoveUp() throws IOException {
    Files.writeString(directory.resolve("x.log.2"), "old\n");
    append(4, "one and more\n", "two\n");
    assertThat(directory.resolve("x.log.1")).hasContent("one and more\n");
    assertThat(directory.resolve("x.log.2")).hasContent("old\n");
  }

  @Test
  void aLineCutByACrashDoesNotSpoilTheNext() throws IOException {
    Files.writeString(directory.resolve("x.log"), "ha");
    append(2, "one\n");
    assertThat(directory.resolve("x.log")).hasContent("ha\none\n");
  }

  private void append(int files, String... blocks) throws IOException {
    LineFile file = new RotatingFile(directory.resolve("x.log"), 8, files);
    for (String block : blocks) {
      file.append(ByteBuffer.wrap(block.getBytes(UTF_8)));
    }
    file.close();
  }
}
