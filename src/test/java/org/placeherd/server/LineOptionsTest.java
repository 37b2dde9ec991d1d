package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may be set about connections: close-after-reply, partial-line-timeout, limits.
class LineOptionsTest {
  private final Path data;
  private final TestHerd herd;

  LineOptionsTest(@TempDir Path data) throws IOException {
    this.data = data;
    herd = new TestHerd(data, "Alford Bolden", "Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private LineClient client() throws IOException {
    return herd.client("Alford");
  }

  private void options(StaleReply stale, boolean closeAfterReply, Duration partialLine) {
    herd.options =
        new ServerOptions(
            data,
            Acknowledgement.DISK,
            EventMode.OFF,
            stale,
            closeAfterReply,
            partialLine,
            Set.of());
  }

  private void closeAfterReply() throws Exception {
    options(StaleReply.LITERAL, true, Duration.ZERO);
    herd.start("Alford");
  }

  @Test
  void closeAfterReplyClosesAfterTheFirst() throws Exception {
    closeAfterReply();
    for (int i = 0; i < 50; i++) {
      try (LineClient client = client()) {
        client.send("IAMAT a +1+2 " + i + "\nIAMAT b +1+2 3\nLLL\n");
        assertThat(client.rest()).matches("AT Alford \\S+ a \\+1\\+2 " + i + "\n");
      }
    }
    try (LineClient client = client()) {
      client.send("WHATSAT b 1 1\n");
      assertThat(client.rest()).isEqualTo("? WHATSAT b 1 1\n");
    }
  }

  @Test
  void closeAfterReplyWaitsForPlaces() throws Exception {
    closeAfterReply();
    try (LineClient client = client()) {
      client.ask("IAMAT a +1+2 3");
    }
    try (LineClient client = client()) {
      client.send("WHATSAT a 1 1\nLLL\n");
      assertThat(client.rest()).startsWith("AT Alford ").endsWith(TestPlaces.JSON + "\n\n");
    }
  }

  @Test
  void closeAfterReplyLeavesPeersAndToolsAlone() throws Exception {
    closeAfterReply();
    herd.start("Bolden");
    herd.awaitLinks();
    try (LineClient bolden = herd.client("Bolden")) {
      bolden.ask("IAMAT a +1+2 3");
    }
    try (LineClient bolden = herd.client("Bolden")) {
      bolden.ask("IAMAT b +1+2 3");
    }
    Await.until("Alford knows both", () -> herd.status("Alford").get("clients").asInt() == 2);
    assertThat(herd.link("Bolden", "Alford").get("connects").asInt()).isEqualTo(1);
  }

  @Test
  void aPartialLineIsAnsweredAfterAWhile() throws Exception {
    options(StaleReply.LITERAL, false, Duration.ofMillis(80));
    herd.start("Alford");
    try (LineClient client = client()) {
      client.send("IAMAT a +1+2 3\nIAMAT b +1+2 4");
      assertThat(client.line()).endsWith(" a +1+2 3");
      assertThat(client.line()).endsWith(" b +1+2 4");
      assertThat(client.ask("next")).isEqualTo("? next");
      assertThat(client.isSilent(200)).isTrue();
      client.send("IAMAT half ");
      client.send("+1+2 4\n");
      assertThat(client.line()).endsWith(" half +1+2 4");
    }
  }

  @Test
  void aStaleReportIsAnsweredLiterallyOrWithWhatIsStored() throws Exception {
    herd.start("Alford");
    options(StaleReply.STORED, false, Duration.ZERO);
    herd.start("Bolden");
    herd.awaitLinks();
    try (LineClient literal = client();
        LineClient stored = herd.client("Bolden")) {
      String newest = literal.ask("IAMAT a +1+2 1479413884.5");
      assertThat(literal.ask("IAMAT a +3+4 1479413884.4")).endsWith(" a +3+4 1479413884.4");
      assertThat(literal.whatsat("a")).startsWith(newest + "\n");
      assertThat(stored.ask("IAMAT a +5+6 1479413884.3")).isEqualTo(newest);
    }
  }

  @Test
  void connectionsBeyondTheLimitAreTurnedAway() throws Exception {
    herd.limits = new Limits(1024, 255, false, 3);
    herd.events(EventMode.ALL).start("Alford");
    try (LineClient one = client();
        LineClient two = client();
        LineClient three = client()) {
      assertThat(one.ask("1")).isEqualTo("? 1");
      assertThat(two.ask("2")).isEqualTo("? 2");
      assertThat(three.ask("3")).isEqualTo("? 3");
      LineClient four = client();
      assertThat(four.readOnce()).isEmpty();
      two.endOutput();
      Await.until("there is room again", this::isTaken);
    }
    herd.close();
    assertThat(herd.log("Alford")).content().contains("too many connections");
  }

  private boolean isTaken() throws Exception {
    try (LineClient client = client()) {
      return client.ask("room").equals("? room");
    } catch (IOException e) {
      return false; // not yet
    }
  }

  @Test
  void lenientNamesMayHoldControlBytes() throws Exception {
    herd.limits = new Limits(300, 10, true, 10);
    herd.start("Alford");
    try (LineClient client = client()) {
      assertThat(client.ask("IAMAT a\0\u001bb +1+2 3")).endsWith(" a\0\u001bb +1+2 3");
      assertThat(client.ask("IAMAT 12345678901 +1+2 3")).startsWith("? ");
      client.send("x".repeat(301));
      assertThat(client.rest()).isEqualTo("? " + "x".repeat(128) + "\n");
    }
  }

  @Test
  void aReportThatOneServerTakesIsNeverTooLongForTheNext() throws Exception {
    int longest = org.placeherd.wire.Limits.MAX_LINE_BYTES;
    herd.limits = new Limits(longest, 255, false, 100);
    herd.startAll().awaitLinks();
    String start = "IAMAT far +1+2 ";
    try (LineClient alford = client();
        LineClient bolden = herd.client("Bolden")) {
      String far = alford.ask(start + "9".repeat(longest - start.length()));
      herd.awaitFlood();
      assertThat(bolden.whatsat("far")).startsWith(far + "\n");
    }
    assertThat(herd.link("Alford", "Bolden").get("connects").asInt()).isEqualTo(1);
  }
}
