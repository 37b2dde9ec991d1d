package org.placeherd.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The event log as JSON says what it says as text.
class JsonEventsTest {
  private static final long TIME = 1_479_413_884_392_014_450L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Label CLIENT = Label.of("127.0.0.1:40112");
  private static final Label STORED = Label.of("stored");
  private static final Label NOTHING = Label.of("-");

  /// Escaped for the log, then for JSON.
  private static final String KIWI = "'text':'IAMAT ki\\'wi\\\\\\\\ +34-118 1'";

  @TempDir Path directory;

  private EventLog open(EventLog.Format format) throws IOException {
    return EventLog.open(directory, "Al\"ford", new EventLog.Settings(64 << 20, 2, format));
  }

  private Path current() {
    return directory.resolve("server-Al\"ford.log");
  }

  private static void log(EventLog log, String what, Label who, Label outcome, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    log.event(Label.of(what), who, outcome, bytes, 0, bytes.length);
  }

  @Test
  void oneEventIsOneObjectALine() throws IOException {
    try (EventLog log = open(EventLog.Format.JSON)) {
      log.at(TIME);
      log(log, "in", CLIENT, STORED, "IAMAT ki\"wi\\ +34-118 1");
      log(log, "out", CLIENT, NOTHING, "AT\u0007");
      log(log, "flood", Label.of("Bo\nlden"), Label.of("told"), "AT");
      log(log, "connect", CLIENT, NOTHING, "");
      log.note("Listening.");
    }
    assertThat(Files.readAllLines(current()))
        .containsExactly(
            line("'in','from':'127.0.0.1:40112','outcome':'stored'," + KIWI),
            line("'out','to':'127.0.0.1:40112','text':'AT\\\\x07'"),
            line("'flood','to':'Bo\\\\x0Alden','outcome':'told','text':'AT'"),
            line("'connect','with':'127.0.0.1:40112'"),
            line("'note','text':'Listening.'"));
  }

  /// A line in single quotes from the event on.
  private static String line(String rest) {
    return ("{'time':'2016-11-17T20:18:04.392014Z','server':'Al\\'ford','event':" + rest + "}")
        .replace('\'', '"');
  }

  @Test
  void anyTextReadsAsItDoesInTheOtherForm() throws IOException {
    Random random = new Random(5);
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      texts.add(EscapeTest.anything(random));
    }
    texts.add(new byte[EventLog.MAX_TEXT_BYTES + 7]);
    texts.add("\\".repeat(EventLog.MAX_TEXT_BYTES).getBytes(UTF_8));
    List<String> asText = texts(EventLog.Format.TEXT, texts);
    Files.delete(current());
    List<String> asJson = texts(EventLog.Format.JSON, texts);
    assertThat(asJson).hasSameSizeAs(asText);
    int columns = "1970-01-01T00:00:00.000000Z in 127.0.0.1:40112 stored ".length();
    for (int i = 0; i < asText.size(); i++) {
      EscapeTest.assertReadable(asJson.get(i).getBytes(UTF_8));
      JsonNode event = JSON.readTree(asJson.get(i));
      String line = asText.get(i);
      assertThat(event.path("text").asText())
          .isEqualTo(line.substring(Math.min(columns, line.length())));
      assertThat(Instant.parse(event.get("time").asText())).isEqualTo(Instant.EPOCH);
    }
  }

  private List<String> texts(EventLog.Format format, List<byte[]> texts) throws IOException {
    try (EventLog log = open(format)) {
      for (byte[] text : texts) {
        log.event(Label.of("in"), CLIENT, STORED, text, 0, text.length);
      }
      assertThat(log.shed()).isZero();
    }
    return Files.readAllLines(current());
  }
}
