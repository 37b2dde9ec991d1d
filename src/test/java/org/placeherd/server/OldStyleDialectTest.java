package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.server.PeerDialect.Connection;
import org.placeherd.server.PeerDialect.Extra;
import org.placeherd.server.PeerDialect.Hello;
import org.placeherd.server.PeerDialect.LineEnd;

/// The dialects of protocol §4, spoken and understood.
class OldStyleDialectTest {
  private static final Duration IDLE = Duration.ofMillis(150);

  private final TestHerd herd;

  OldStyleDialectTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Lake Bolden", "Alford-Lake Alford-Bolden");
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private OldStylePeer lake() throws IOException {
    return lake(OldStylePeer.COMPLAINS);
  }

  private OldStylePeer lake(OldStylePeer.Script script) throws IOException {
    return OldStylePeer.listen(herd.port("Lake"), script);
  }

  private void dialect(Extra extra, LineEnd end, Connection connection) throws Exception {
    herd.dialect(
        "Lake",
        _ ->
            new PeerDialect(Hello.AUTO, extra, end, connection, IDLE, PeerDialect.CatchUp.CHANGES));
    herd.start("Alford");
    herd.awaitLink("Alford", "Lake");
  }

  private String report(String name, int time) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      return client.ask("IAMAT " + name + " +34-118 " + time);
    }
  }

  private static void awaitTold(OldStylePeer lake, String line) throws Exception {
    Await.until("Lake is told " + line, () -> lake.told().contains(line));
  }

  @Test
  void theSendersNameStandsBehindTheLine() throws Exception {
    try (OldStylePeer lake = lake()) {
      dialect(Extra.SENDER, LineEnd.LF, Connection.PERSISTENT);
      herd.start("Bolden").awaitLinks();
      awaitTold(lake, report("kiwi", 1) + " Alford");
      try (LineClient bolden = herd.client("Bolden")) {
        awaitTold(lake, bolden.ask("IAMAT lime +1+2 3") + " Alford");
      }
    }
  }

  @Test
  void theServersVisitedStandBehindALineThatEndsWithCrLf() throws Exception {
    try (OldStylePeer lake = lake()) {
      dialect(Extra.VISITED, LineEnd.CRLF, Connection.PERSISTENT);
      herd.start("Bolden").awaitLinks();
      awaitTold(lake, report("kiwi", 1) + " Alford\r");
      try (LineClient bolden = herd.client("Bolden")) {
        awaitTold(lake, bolden.ask("IAMAT lime +1+2 3") + " Bolden Alford\r");
      }
    }
  }

  @Test
  void allDialectsAreUnderstood() throws Exception {
    herd.start("Alford").start("Bolden").awaitLinks();
    String at = "AT Lake +0.263873386 ";
    String tail = " +34.068930-118.445127 1479413884.392014450";
    try (LineClient lake = herd.client("Alford")) {
      lake.send(at + "plain" + tail + "\n");
      lake.send(at + "sender" + tail + " Lake\n");
      lake.send(at + "visited" + tail + " Lake Young Meeks Hill\n");
      lake.send("  " + at + " crlf \t" + tail + "  \r\n");
      lake.send("AT Lake -1e-05 exponent" + tail + " Lake\r\n");
      lake.send("AT Lake 0.5 unsigned" + tail + "\n");
      lake.send(at + "unended" + tail);
      lake.endOutput();
      assertThat(lake.rest()).isEmpty();
    }
    for (String server : List.of("Alford", "Bolden")) {
      try (LineClient client = herd.client(server)) {
        for (String name : List.of("plain", "sender", "visited", "crlf", "unended")) {
          awaitAnswer(client, name, at + name + tail);
        }
        awaitAnswer(client, "exponent", "AT Lake -1e-05 exponent" + tail);
        awaitAnswer(client, "unsigned", "AT Lake 0.5 unsigned" + tail);
      }
    }
  }

  private static void awaitAnswer(LineClient client, String name, String line) throws Exception {
    Await.until(line, () -> client.whatsat(name).equals(line + "\n" + TestPlaces.JSON + "\n\n"));
  }

  @Test
  void aReportThatComesBackRewrittenKeepsItsText() throws Exception {
    herd.start("Alford");
    String stored = report("kiwi", 5);
    try (LineClient lake = herd.client("Alford")) {
      lake.send("AT Alford +1.0 kiwi +34.000000-118.000000 5.0000001 Lake\n");
      assertThat(lake.ask("LLL")).isEqualTo("? LLL");
      assertThat(lake.whatsat("kiwi")).startsWith(stored + "\n");
    }
  }

  @Test
  void aPerMessagePeerGetsOneConnectionALine() throws Exception {
    try (OldStylePeer lake = lake()) {
      dialect(Extra.NONE, LineEnd.LF, Connection.PER_MESSAGE);
      List<String> stored = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        stored.add(report("client" + i, i));
      }
      Await.until("Lake is told all", () -> lake.told().size() == 20);
      assertThat(lake.lines()).containsExactlyElementsOf(stored); // so no HELLO
      Await.until("all connections end", () -> lake.ends() == 20);
      assertThat(lake.connections()).isEqualTo(20);
    }
  }

  @Test
  void aPerMessagePeerThatWasAwayIsToldAllWhenItIsBack() throws Exception {
    dialect(Extra.NONE, LineEnd.LF, Connection.PER_MESSAGE);
    herd.events(EventMode.ALL);
    String one = report("one", 1);
    String two = report("two", 2);
    Await.until("Lake is missed", () -> !herd.link("Alford", "Lake").get("up").asBoolean());
    try (OldStylePeer lake = lake()) {
      Await.until("Lake is told", () -> lake.told().size() == 2);
      assertThat(lake.told()).containsExactlyInAnyOrder(one, two);
      assertThat(herd.link("Alford", "Lake").get("up").asBoolean()).isTrue();
      awaitTold(lake, report("three", 3));
    }
  }

  @Test
  void aPerMessagePeerThatAcknowledgesAndClosesFirstIsFine() throws Exception {
    OldStylePeer.Script acknowledges =
        (from, line) -> {
          from.send("OK " + line + "\n");
          from.close();
        };
    try (OldStylePeer lake = lake(acknowledges)) {
      dialect(Extra.SENDER, LineEnd.CRLF, Connection.PER_MESSAGE);
      for (int i = 0; i < 10; i++) {
        awaitTold(lake, report("kiwi", i) + " Alford\r");
      }
    }
  }

  @Test
  void aConnectionToAnIdleClosePeerIsClosedWhenThereIsNothingToSay() throws Exception {
    try (OldStylePeer lake = lake()) {
      dialect(Extra.NONE, LineEnd.LF, Connection.IDLE_CLOSE);
      assertThat(lake.connections()).isZero(); // nothing to say yet
      awaitTold(lake, report("one", 1));
      Await.until("the connection ends", () -> lake.ends() == 1);
      assertThat(herd.link("Alford", "Lake").get("up").asBoolean()).isTrue();
      awaitTold(lake, report("two", 2));
      assertThat(lake.connections()).isEqualTo(2);
      assertThat(lake.told()).hasSize(2); // not the whole table again
    }
  }

  @Test
  void anInboundLinkOfAnOldStylePeerIsClosedWhenIdleAndAClientsIsNot() throws Exception {
    herd.idlePeerMillis = 200;
    herd.start("Alford").start("Bolden").awaitLinks();
    try (LineClient client = herd.client("Alford");
        LineClient lake = herd.client("Alford")) {
      client.ask("IAMAT kiwi +1+2 3");
      lake.send("AT Lake +0.0 lime +1+2 3\n");
      assertThat(lake.rest()).isEmpty();
      assertThat(client.ask("still here")).isEqualTo("? still here");
    }
    assertThat(herd.link("Bolden", "Alford").get("connects").asInt()).isEqualTo(1);
  }
}
