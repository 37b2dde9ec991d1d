package org.placeherd.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLogTest {
  private static final long TIME = 1_479_413_884_392_014_450L;
  private static final String TIME_TEXT = "2016-11-17T20:18:04.392014Z";
  private static final EventLog.Settings SETTINGS = new EventLog.Settings(64 << 20, 2);
  private static final Label IN = Label.of("in");
  private static final Label CLIENT = Label.of("client-17");
  private static final Label STORED = Label.of("stored");

  @TempDir Path directory;

  @Test
  void oneEventIsOneLine() throws IOException {
    try (EventLog log = open()) {
      log.at(TIME);
      log(log, "IAMAT kiwi +34-118 1");
      log(log, "");
      log.note("Listening on port 12490.");
    }
    assertThat(current())
        .hasContent(
            """
            %1$s in client-17 stored IAMAT kiwi +34-118 1
            %1$s in client-17 stored
            %1$s note - - Listening on port 12490.
            """
                .formatted(TIME_TEXT));
  }

  @RepeatedTest(20) // the writer goes to sleep at another moment each time
  void eventsAreOnDiskSoonAfterTheBatchEnds() throws Exception {
    try (EventLog log = open()) {
      for (int i = 1; i <= 3; i++) {
        log(log, "line " + i);
        log.endOfBatch();
        while (Files.readAllLines(current()).size() < i) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void aLogTakenUpAgainGoesOnWhereItEnded() throws IOException {
    for (String text : List.of("first", "second")) {
      try (EventLog log = open()) {
        log(log, text);
      }
    }
    assertThat(Files.readAllLines(current()))
        .satisfiesExactly(
            first -> assertThat(first).endsWith("first"),
            second -> assertThat(second).endsWith("second"));
  }

  @Test
  void theLogHoldsNoRawControlBytesAndGivesEveryTextBack() throws IOException {
    Random random = new Random(2);
    List<byte[]> texts = new ArrayList<>();
    try (EventLog log = open()) {
      for (int i = 0; i < 20_000; i++) {
        byte[] text = EscapeTest.anything(random);
        texts.add(text);
        log.event(IN, CLIENT, STORED, text, 0, text.length);
      }
    }
    List<byte[]> lines = lines(Files.readAllBytes(current()));
    assertThat(lines).hasSameSizeAs(texts);
    int columns = "1970-01-01T00:00:00.000000Z in client-17 stored ".length();
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i);
      EscapeTest.assertReadable(line);
      byte[] text = java.util.Arrays.copyOfRange(line, Math.min(columns, line.length), line.length);
      assertThat(EscapeTest.unescape(text)).isEqualTo(texts.get(i));
    }
  }

  @Test
  void longTextsAreCutAndSayByHowMuch() throws IOException {
    try (EventLog log = open()) {
      log(log, "\0".repeat(EventLog.MAX_TEXT_BYTES + 7));
      log(log, "x".repeat(EventLog.MAX_TEXT_BYTES));
    }
    assertThat(Files.readAllLines(current()))
        .satisfiesExactly(
            cut -> assertThat(cut).endsWith("stored " + "\\x00".repeat(4096) + "\\+7"),
            whole -> assertThat(whole).endsWith("stored " + "x".repeat(4096)));
  }

  @Test
  void onlyTheGivenPartOfTheTextIsLogged() throws IOException {
    try (EventLog log = open()) {
      log.event(IN, CLIENT, STORED, "before kiwi after".getBytes(UTF_8), 7, 11);
    }
    assertThat(Files.readString(current())).endsWith("stored kiwi\n");
  }

  @Test
  void rotationKeepsEveryLineInOrder() throws IOException {
    int events = 40_000;
    EventLog.Settings small = new EventLog.Settings(EventBuffer.CHUNK_BYTES, 100);
    try (EventLog log = EventLog.open(directory, "Alford", small)) {
      for (int i = 0; i < events; i++) {
        log(log, Integer.toString(i));
      }
      assertThat(log.shed()).isZero();
    }
    List<String> lines = new ArrayList<>();
    int files = directory.toFile().list().length;
    assertThat(files).isGreaterThan(5);
    for (int i = files - 1; i >= 0; i--) {
      Path file = directory.resolve("server-Alford.log" + (i == 0 ? "" : "." + i));
      assertThat(Files.size(file)).isLessThanOrEqualTo(EventBuffer.CHUNK_BYTES);
      lines.addAll(Files.readAllLines(file));
    }
    assertThat(lines.stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
        .containsExactlyElementsOf(IntStream.range(0, events).mapToObj(Integer::toString).toList());
  }

  @Test
  void aLogThatIsOffKeepsNothing() {
    try (EventLog log = EventLog.off()) {
      assertThat(log.isOn()).isFalse();
      log(log, "lost");
      log.endOfBatch();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsSaidSo() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> EventLog.open(file, "Alford", SETTINGS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot write the event log " + file)
        .hasMessageContaining("(" + file + " is not a directory); set that right");
    Path below = file.resolve("logs");
    assertThatThrownBy(() -> EventLog.open(below, "Alford", SETTINGS))
        .hasMessageStartingWith("Cannot write the event log " + below)
        .hasMessageContaining("Not a directory");
  }

  @Test
  void aDirectoryInPlaceOfTheFileIsSaidSo() throws IOException {
    Files.createDirectory(current());
    assertThatThrownBy(this::open)
        .hasMessageStartingWith("Cannot write the event log " + current())
        .hasMessageContaining("Is a directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../Alford", "Al\0ford"})
  void aServerNameThatIsAPathIsRefused(String name) {
    assertThatThrownBy(() -> EventLog.open(directory, name, SETTINGS))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("No event log can be named after the server");
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> new EventLog.Settings(1, 1)).hasMessageContaining("at least");
    assertThatThrownBy(() -> new EventLog.Settings(1 << 20, 0)).hasMessageContaining("at least");
  }

  private EventLog open() throws IOException {
    return EventLog.open(directory, "Alford", SETTINGS);
  }

  private Path current() {
    return directory.resolve("server-Alford.log");
  }

  private static void log(EventLog log, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    log.event(IN, CLIENT, STORED, bytes, 0, bytes.length);
  }

  private static List<byte[]> lines(byte[] file) {
    List<byte[]> lines = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte b : file) {
      if (b == '\n') {
        lines.add(line.toByteArray());
        line.reset();
      } else {
        line.write(b);
      }
    }
    assertThat(line.size()).as("bytes after the last line").isZero();
    return lines;
  }
}
