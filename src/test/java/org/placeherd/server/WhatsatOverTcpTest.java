package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// WHATSAT while the places are quick, slow or gone: replies stay whole, in order, and never keep
/// others waiting.
class WhatsatOverTcpTest {
  /// More than a connection may have under way at once.
  private static final int MANY = 300;

  private final TestHerd herd;

  WhatsatOverTcpTest(@TempDir Path data) throws IOException {
    herd = TestHerd.alone(data);
  }

  @BeforeEach
  void shortDeadline() {
    herd.placesDeadline = Duration.ofMillis(400);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private LineClient client() throws IOException {
    return herd.client("Alford");
  }

  @Test
  void oneReadSeesTheLineAndThePlacesTogether() throws Exception {
    herd.placesDeadline = Duration.ofSeconds(10);
    herd.start("Alford");
    try (LineClient client = client()) {
      String stored = client.ask("IAMAT kiwi +34-118 1");
      for (int i = 0; i < 200; i++) {
        client.send("WHATSAT kiwi 10 5\n");
        assertThat(client.readOnce()).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
      }
    }
  }

  @Test
  void placesThatHangAreGivenUpAtTheDeadline() throws Exception {
    herd.start("Alford");
    herd.places.hang(true);
    try (LineClient client = client()) {
      String stored = client.ask("IAMAT kiwi +34-118 1");
      client.send("WHATSAT kiwi 10 5\n");
      assertThat(client.readOnce()).isEqualTo(stored + "\n" + TestPlaces.UNKNOWN_ERROR + "\n\n");
    }
  }

  @Test
  void placesThatHangDelayNobodyElse() throws Exception {
    herd.placesDeadline = Duration.ofMinutes(5);
    herd.start("Alford");
    herd.places.hang(true);
    try (LineClient asking = client();
        LineClient other = client()) {
      asking.ask("IAMAT kiwi +34-118 1");
      asking.send("WHATSAT kiwi 1 1\n".repeat(MANY));
      for (int i = 0; i < 500; i++) {
        assertThat(other.ask("IAMAT other +1+2 " + i)).endsWith(" other +1+2 " + i);
      }
      // The bound: what is beyond it has not been read from the connection's buffer.
      assertThat(herd.places.queries()).isLessThanOrEqualTo(64);
    }
  }

  @Test
  void repliesBehindAHangingOneStayInOrder() throws Exception {
    herd.start("Alford");
    herd.places.hang(true);
    try (LineClient client = client()) {
      String stored = client.ask("IAMAT kiwi +34-118 1");
      client.send("WHATSAT kiwi 1 1\nLLL\nIAMAT other +1+2 3\n");
      client.send("WHATSAT kiwi 2 1\n");
      client.send("last\n");
      String places = stored + "\n" + TestPlaces.UNKNOWN_ERROR + "\n\n";
      assertThat(client.answer()).isEqualTo(places);
      assertThat(client.line()).isEqualTo("? LLL");
      assertThat(client.line()).endsWith(" other +1+2 3");
      assertThat(client.answer()).isEqualTo(places);
      assertThat(client.line()).isEqualTo("? last");
    }
  }

  @Test
  void aQuickReplyWaitsForASlowOneBeforeIt() throws Exception {
    herd.start("Alford");
    try (LineClient client = client()) {
      String stored = client.ask("IAMAT kiwi +34-118 1");
      herd.places.hang(true);
      client.send("WHATSAT kiwi 1 1\n");
      Await.until("the slow one is asked", () -> herd.places.queries() == 1);
      herd.places.hang(false);
      client.send("WHATSAT kiwi 1 1\n");
      assertThat(client.answer()).isEqualTo(stored + "\n" + TestPlaces.UNKNOWN_ERROR + "\n\n");
      assertThat(client.answer()).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
    }
  }

  @Test
  void manyAtOnceAreAllAnsweredInOrder() throws Exception {
    herd.placesDeadline = Duration.ofSeconds(10);
    herd.start("Alford");
    try (LineClient client = client()) {
      client.send(mixed());
      expectMixed(client);
      assertThat(client.ask("LLL")).isEqualTo("? LLL");
    }
  }

  @Test
  void aHalfCloseInTheMiddleOfManyIsAnsweredToTheEnd() throws Exception {
    herd.placesDeadline = Duration.ofSeconds(10);
    herd.start("Alford");
    try (LineClient client = client()) {
      client.send(mixed() + "an end without a newline");
      client.endOutput();
      expectMixed(client);
      assertThat(client.rest()).isEqualTo("? an end without a newline\n");
    }
  }

  @Test
  void aHalfCloseWhilePlacesHangIsAnsweredToTheEnd() throws Exception {
    herd.placesDeadline = Duration.ofMillis(100);
    herd.start("Alford");
    herd.places.hang(true);
    try (LineClient client = client()) {
      client.send("IAMAT kiwi +34-118 1\n");
      String stored = client.line();
      client.send("WHATSAT kiwi 1 1\n".repeat(200) + "WHATSAT kiwi 1 1");
      client.endOutput();
      String places = stored + "\n" + TestPlaces.UNKNOWN_ERROR + "\n\n";
      assertThat(client.rest()).isEqualTo(places.repeat(201));
    }
  }

  private static String mixed() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < MANY; i++) {
      lines.append("IAMAT c").append(i).append(" +34-118 1\n");
      lines.append("WHATSAT c").append(i).append(" 1 1\nx").append(i).append('\n');
    }
    return lines.toString();
  }

  private static void expectMixed(LineClient client) throws IOException {
    for (int i = 0; i < MANY; i++) {
      String stored = client.line();
      assertThat(stored).endsWith(" c" + i + " +34-118 1");
      assertThat(client.answer()).isEqualTo(stored + "\n" + TestPlaces.JSON + "\n\n");
      assertThat(client.line()).isEqualTo("? x" + i);
    }
  }

  @Test
  void aClientThatLeavesWhileItsPlacesAreSoughtHarmsNobody() throws Exception {
    herd.start("Alford");
    herd.places.hang(true);
    try (LineClient other = client()) {
      other.ask("IAMAT kiwi +34-118 1");
      for (int i = 0; i < 10; i++) {
        LineClient client = client();
        client.send("WHATSAT kiwi 1 1\nLLL\n");
        int asked = i + 1;
        Await.until("it is asked", () -> herd.places.queries() == asked);
        client.reset();
      }
      assertThat(other.whatsat("kiwi")).contains("UNKNOWN_ERROR");
      Await.until("they are gone", () -> herd.status("Alford").get("connections").asInt() == 2);
    }
  }
}
