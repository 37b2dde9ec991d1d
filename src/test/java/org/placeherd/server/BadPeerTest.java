package org.placeherd.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Peers that storm, stall, drip and break off: none may slow our clients, grow our memory or crash
/// us (protocol §4).
class BadPeerTest {
  private static final int STORM = 100_000;
  private static final int NOW_SECONDS = 1_479_413_884;

  private final TestHerd herd;

  BadPeerTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Bolden Lake", "Alford-Bolden Alford-Lake");
  }

  @BeforeEach
  void start() throws Exception {
    herd.start("Alford").start("Bolden");
    herd.awaitLink("Alford", "Bolden");
    herd.awaitLink("Bolden", "Alford");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  @Test
  void aStormOfTheSameLineIsStoredAndForwardedOnce() throws Exception {
    String line = "AT Lake +0.500000000 kiwi +34-118 1479413884.5";
    try (LineClient storm = herd.client("Alford");
        LineClient client = herd.client("Alford")) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                byte[] thousand = (line + " Lake\n").repeat(1_000).getBytes(ISO_8859_1);
                try {
                  for (int i = 0; i < STORM; i += 1_000) {
                    storm.send(thousand);
                  }
                } catch (IOException e) {
                  // The last question goes without an answer, then.
                }
              });
      int asked = 0;
      do {
        assertThat(client.ask("IAMAT lime +1+2 " + asked)).endsWith(" lime +1+2 " + asked);
        asked++;
      } while (sender.isAlive());
      assertThat(storm.ask("LLL")).isEqualTo("? LLL");
      herd.awaitFlood();
      JsonNode status = herd.status("Alford");
      assertThat(status.get("clients").asInt()).isEqualTo(2);
      assertThat(status.get("reports_stored").asInt()).isEqualTo(asked + 1);
      assertThat(herd.link("Alford", "Bolden").get("sent").asInt()).isLessThanOrEqualTo(asked + 1);
      try (LineClient bolden = herd.client("Bolden")) {
        assertThat(bolden.whatsat("kiwi")).startsWith(line + "\n");
      }
    }
  }

  @Test
  void whatAStalledPeerIsToBeToldIsOnePendingReportAClient() throws Exception {
    int clients = 100;
    try (OldStylePeer lake = OldStylePeer.stalled(herd.port("Lake"));
        LineClient client = herd.client("Alford");
        LineClient bolden = herd.client("Bolden")) {
      herd.awaitLink("Alford", "Lake");
      long sentToLake = 0;
      long sentBefore = -1;
      // Until the pipe to Lake is full: some megabytes.
      for (int round = 0; sentToLake > sentBefore || round < 20; round++) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
          lines.append("IAMAT c").append(i % clients).append(" +34-118 ");
          lines.append(NOW_SECONDS + round).append('.').append(100_000 + i).append('\n');
        }
        client.send(lines.toString());
        for (int i = 0; i < 10_000; i++) {
          client.line();
        }
        sentBefore = sentToLake;
        sentToLake = herd.link("Alford", "Lake").get("sent").asLong();
      }
      assertThat(herd.link("Alford", "Lake").get("pending").asInt()).isBetween(1, clients);
      String newest = client.ask("IAMAT c1 +1+2 " + (NOW_SECONDS + 1_000_000));
      assertThat(bolden.whatsat("c1")).startsWith(newest + "\n");
      assertThat(lake.connections()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatDripsIsUnderstoodInTheEnd() throws Exception {
    String line = "AT Lake +0.500000000 drip +34-118 1479413884.5";
    try (LineClient lake = herd.client("Alford");
        LineClient client = herd.client("Alford")) {
      for (byte value : (line + " Lake\r\n").getBytes(ISO_8859_1)) {
        lake.send(new byte[] {value});
        assertThat(client.ask("x")).isEqualTo("? x");
      }
      assertThat(client.whatsat("drip")).startsWith(line + "\n");
    }
  }

  @Test
  void halfALineIsALineWhenItIsWholeAndNothingOtherwise() throws Exception {
    try (LineClient lake = herd.client("Alford")) {
      lake.send("AT Lake +0.500000000 half +34-1");
      lake.endOutput(); // a position still, but no time
      assertThat(lake.rest()).isEqualTo("? AT Lake +0.500000000 half +34-1\n");
    }
    LineClient broken = herd.client("Alford");
    broken.send("AT Lake +0.500000000 half +34-118 1479413884.5");
    broken.reset();
    try (LineClient client = herd.client("Alford")) {
      assertThat(client.whatsat("half")).isEqualTo("? WHATSAT half 10 5\n");
    }
  }

  @Test
  void aReportFromAServerWhoseClockIsAheadIsHeldAndThenTold() throws Exception {
    long ahead = System.currentTimeMillis() / 1_000 + 11;
    String line = "AT Lake +0.900000000 early +34-118 " + ahead + ".3";
    try (LineClient lake = herd.client("Alford");
        LineClient bolden = herd.client("Bolden")) {
      lake.send(line + "\n");
      assertThat(lake.ask("WHATSAT early 10 5")).isEqualTo("? WHATSAT early 10 5");
      assertThat(herd.status("Alford").get("held").asInt()).isEqualTo(1);
      assertThat(herd.status("Alford").get("alarms").asInt()).isEqualTo(1);
      // Nobody says anything to Alford meanwhile: its own clock must let the report in and out.
      Await.until("Bolden knows", () -> bolden.whatsat("early").startsWith(line + "\n"));
    }
  }

  @Test
  void linesOfPeersMayBeLongerThanThoseOfClients() throws Exception {
    String name = "n".repeat(255);
    String line = "AT Lake +0.500000000 " + name + " +34-118 1479413884.5";
    String visited = " Server".repeat(300);
    try (LineClient lake = herd.client("Alford")) {
      lake.send(line + visited + "\n");
      assertThat(lake.whatsat(name)).startsWith(line + "\n");
      lake.send("AT " + "x".repeat(5_000));
      assertThat(lake.rest()).isEqualTo("? AT " + "x".repeat(125) + "\n");
    }
  }
}
