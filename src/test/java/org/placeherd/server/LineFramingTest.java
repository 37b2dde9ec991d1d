package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How bytes become lines (protocol §1): ends, pieces, bursts, limits.
class LineFramingTest {
  private static final int LONGEST = Limits.DEFAULT.lineBytes();

  private final TestHerd herd;

  LineFramingTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @BeforeEach
  void start() throws Exception {
    herd.start("Alford");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private LineClient client() throws IOException {
    return herd.client("Alford");
  }

  @Test
  void crLfAndLfMayBeMixed() throws Exception {
    try (LineClient client = client()) {
      client.send("IAMAT a +1+2 3\r\nIAMAT b +1+2 3\nLLL\r\n\r\n\nWHATSAT a 1 1\r\n");
      assertThat(client.line()).matches("AT Alford \\S+ a \\+1\\+2 3");
      assertThat(client.line()).matches("AT Alford \\S+ b \\+1\\+2 3");
      assertThat(client.line()).isEqualTo("? LLL\r");
      assertThat(client.line()).isEqualTo("? \r");
      assertThat(client.line()).isEqualTo("? ");
      assertThat(client.answer()).startsWith("AT Alford ").endsWith("}\n\n");
    }
  }

  @Test
  void thousandsOfPipelinedLinesAreAnsweredInOrder() throws Exception {
    StringBuilder lines = new StringBuilder("IAMAT known +1+2 3\n");
    int count = 9_000;
    for (int i = 0; i < count; i++) {
      switch (i % 5) {
        case 0 -> lines.append("IAMAT c").append(i).append(" +1+2 ").append(i).append('\n');
        case 1 -> lines.append("bad ").append(i).append('\n');
        case 2 -> lines.append("WHATSAT nobody").append(i).append(" 1 1\r\n");
        case 3 -> lines.append("  IAMAT\tc").append(i).append("  +1+2 ").append(i).append("\r\n");
        default -> lines.append(i % 35 == 4 ? "WHATSAT known 1 1\n" : "\n");
      }
    }
    try (LineClient client = client()) {
      Thread.ofVirtual().start(() -> sendQuietly(client, lines.toString()));
      String known = client.line();
      for (int i = 0; i < count; i++) {
        switch (i % 5) {
          case 0, 3 -> assertThat(client.line()).endsWith(" c" + i + " +1+2 " + i);
          case 1 -> assertThat(client.line()).isEqualTo("? bad " + i);
          case 2 -> assertThat(client.line()).isEqualTo("? WHATSAT nobody" + i + " 1 1\r");
          default -> {
            if (i % 35 == 4) {
              assertThat(client.answer()).isEqualTo(known + "\n" + TestPlaces.JSON + "\n\n");
            } else {
              assertThat(client.line()).isEqualTo("? ");
            }
          }
        }
      }
    }
  }

  private static void sendQuietly(LineClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      // The reader sees what is missing.
    }
  }

  @Test
  void aSessionOfSingleBytesIsUnderstood() throws Exception {
    String session = "IAMAT slow +34-118 1\r\n bad  line \nWHATSAT slow 1 1\n\nIAMAT x";
    try (LineClient client = client()) {
      for (byte value : session.getBytes(ISO_8859_1)) {
        client.send(new byte[] {value});
      }
      String stored = client.line();
      assertThat(stored).endsWith(" slow +34-118 1");
      assertThat(client.line()).isEqualTo("?  bad  line ");
      assertThat(client.answer()).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
      assertThat(client.line()).isEqualTo("? ");
      client.endOutput();
      assertThat(client.rest()).isEqualTo("? IAMAT x\n");
    }
  }

  @Test
  void aPartOfALineWaitsForTheRest() throws Exception {
    try (LineClient client = client();
        LineClient other = client()) {
      client.send("first\nIAMAT part +34");
      assertThat(client.line()).isEqualTo("? first");
      assertThat(other.ask("other")).isEqualTo("? other");
      client.send("-118 1\n");
      assertThat(client.line()).endsWith(" part +34-118 1");
    }
  }

  @Test
  void halfCloseIsAnsweredToTheEnd() throws Exception {
    try (LineClient client = client()) {
      client.send("IAMAT a +1+2 3\nLLL\nWHATSAT a 1 1\nWHATSAT a 1 1");
      client.endOutput();
      String stored = client.line();
      String places = stored + "\n" + TestPlaces.JSON + "\n\n";
      assertThat(client.rest()).isEqualTo("? LLL\n" + places + places);
    }
  }

  @Test
  void aLineOfAServerOfOursThatWasCutDoesNotCount() throws Exception {
    try (LineClient server = client();
        LineClient asker = client()) {
      server.send("HELLO placeherd/1 Bolden\nAT Bolden +0.000000000 whole +1+2 1479413884\n");
      server.send("AT Bolden +0.000000000 cut +1+2 14794");
      server.endOutput();
      assertThat(server.rest()).startsWith("HELLO placeherd/1 ").doesNotContain("?");
      assertThat(asker.ask("WHATSAT cut 1 1")).isEqualTo("? WHATSAT cut 1 1");
      assertThat(asker.ask("WHATSAT whole 1 1")).startsWith("AT Bolden ");
    }
  }

  @Test
  void halfCloseWithNothingSaidIsAnsweredWithNothing() throws Exception {
    try (LineClient client = client()) {
      client.endOutput();
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aLineOfTheGreatestLengthIsALine() throws Exception {
    try (LineClient client = client()) {
      String longest = "x".repeat(LONGEST);
      assertThat(client.ask(longest)).isEqualTo("? " + longest);
      String report = "IAMAT long +34-118 1479413884.";
      String padded = report + "3".repeat(LONGEST - report.length());
      assertThat(client.ask(padded)).startsWith("AT Alford ").endsWith("3");
      String spaced = "IAMAT spaced +34-118 1";
      assertThat(client.ask(spaced + " ".repeat(LONGEST - spaced.length())))
          .endsWith(" spaced +34-118 1");
    }
  }

  @Test
  void aLongerLineGetsItsFirstBytesAndTheEnd() throws Exception {
    String tooLong = "y".repeat(128) + "x".repeat(LONGEST - 127);
    for (String end : List.of("\n", "\nLLL\n", "", "\r\n")) {
      try (LineClient client = client()) {
        client.send("before\n" + tooLong + end);
        assertThat(client.rest()).isEqualTo("? before\n? " + "y".repeat(128) + "\n");
      }
    }
  }

  @Test
  void aReportThatIsTooLongIsNoReport() throws Exception {
    String report = "IAMAT late +34-118 1479413884.";
    try (LineClient client = client();
        LineClient other = client()) {
      client.send(report + "3".repeat(LONGEST - report.length() + 1) + "\n");
      assertThat(client.rest()).hasSize(131).startsWith("? " + report);
      assertThat(other.whatsat("late")).isEqualTo("? WHATSAT late 10 5\n");
    }
  }

  @Test
  void aGigabyteWithoutANewlineGetsOneReplyAndTheEnd() throws Exception {
    long usedBefore = used();
    long most = 0;
    try (LineClient client = client();
        LineClient other = client()) {
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendGigabyte(client));
      assertThat(client.rest()).isEqualTo("? " + "g".repeat(128) + "\n");
      while (!sent.isDone()) {
        assertThat(other.ask("here")).isEqualTo("? here");
        most = Math.max(most, used());
      }
      sent.get();
    }
    assertThat(most - usedBefore).isLessThan(200_000_000L);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void sendGigabyte(LineClient client) {
    byte[] megabyte = "g".repeat(1 << 20).getBytes(ISO_8859_1);
    try {
      for (int i = 0; i < 1_024; i++) {
        client.send(megabyte);
      }
    } catch (IOException e) {
      // The server has stopped to listen, as it may after a while.
    }
  }

  @Test
  void aResetInTheMiddleOfALineHarmsNobody() throws Exception {
    try (LineClient other = client()) {
      for (int i = 0; i < 20; i++) {
        LineClient client = client();
        client.send("IAMAT broken" + i + " +34-118");
        client.reset();
      }
      assertThat(other.ask("still here")).isEqualTo("? still here");
      assertThat(other.whatsat("broken1")).startsWith("? ");
      Await.until(
          "the broken connections are gone",
          () -> herd.status("Alford").get("connections").asInt() == 2);
    }
  }

  @Test
  void manyConnectionsAreKeptApart() throws Exception {
    List<LineClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        LineClient client = client();
        clients.add(client);
        client.send("IAMAT one" + i);
      }
      for (int i = 0; i < 200; i++) {
        clients.get(i).send(" +1+2 3\n");
      }
      for (int i = 0; i < 200; i++) {
        assertThat(clients.get(i).line()).endsWith(" one" + i + " +1+2 3");
      }
    } finally {
      for (LineClient client : clients) {
        client.close();
      }
    }
  }
}
