package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a server finds out what is at the other end of its link (protocol §4), and that it tells it
/// all it knows whatever that is.
class OldStyleHelloTest {
  private final TestHerd herd;

  OldStyleHelloTest(@TempDir Path data) throws IOException {
    herd = new TestHerd(data, "Alford Lake", "Alford-Lake").events(EventMode.ALL);
  }

  @AfterEach
  void stop() {
    herd.close();
  }

  private OldStylePeer lake(OldStylePeer.Script script) throws IOException {
    return OldStylePeer.listen(herd.port("Lake"), script);
  }

  private String report(int time) throws Exception {
    try (LineClient client = herd.client("Alford")) {
      return client.ask("IAMAT kiwi +34-118 " + time);
    }
  }

  private void awaitTold(OldStylePeer lake, String... lines) throws Exception {
    Await.until("Lake is told", () -> lake.told().size() >= lines.length);
    assertThat(lake.told()).containsExactly(lines);
  }

  private void assertOldStyle() throws Exception {
    assertThat(herd.link("Alford", "Lake").get("up").asBoolean()).isTrue();
    assertThat(herd.link("Alford", "Lake").get("hello").asBoolean()).isFalse();
  }

  @Test
  void aPeerThatComplainsAboutHelloIsOldStyle() throws Exception {
    try (OldStylePeer lake = lake(OldStylePeer.COMPLAINS)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake");
      awaitTold(lake, report(1));
      assertThat(lake.lines().getFirst()).isEqualTo("HELLO placeherd/1 Alford");
      assertOldStyle();
    }
  }

  @Test
  void aPeerThatIsSilentAfterHelloIsOldStyleAfterASecond() throws Exception {
    try (OldStylePeer lake = lake(OldStylePeer.SILENT)) {
      herd.start("Alford");
      Await.until("Lake is greeted", () -> !lake.lines().isEmpty());
      String first = report(1);
      assertThat(herd.link("Alford", "Lake").get("up").asBoolean()).isFalse();
      awaitTold(lake, first);
      assertOldStyle();
    }
  }

  @Test
  void aServerOfOursThatAnswersHelloLateIsKnownThen() throws Exception {
    CompletableFuture<LineClient> greeting = new CompletableFuture<>();
    OldStylePeer.Script starting =
        (from, line) -> {
          if (line.startsWith("HELLO")) {
            greeting.complete(from);
          }
        };
    try (OldStylePeer lake = lake(starting)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake"); // by its silence
      assertOldStyle();
      greeting.get().send("HELLO placeherd/1 Lake\n");
      Await.until("it is asked what it knows", () -> lake.lines().contains("COMPARE"));
      assertThat(lake.connections()).isEqualTo(1);
      assertThat(herd.link("Alford", "Lake").get("hello").asBoolean()).isTrue();
    }
  }

  @Test
  void aPeerThatEchoesOurHelloIsOldStyle() throws Exception {
    try (OldStylePeer lake = lake((from, line) -> from.send(line + "\n"))) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake");
      awaitTold(lake, report(1));
      assertOldStyle();
    }
  }

  @Test
  void aPeerThatWantsCrLfIsGreetedWithIt() throws Exception {
    herd.dialect(
        "Lake",
        d ->
            new PeerDialect(
                d.hello(),
                d.extra(),
                PeerDialect.LineEnd.CRLF,
                d.connection(),
                d.idleClose(),
                d.catchUp()));
    try (OldStylePeer lake = lake(OldStylePeer.COMPLAINS)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake");
      awaitTold(lake, report(1) + "\r");
      assertThat(lake.lines().getFirst()).isEqualTo("HELLO placeherd/1 Alford\r");
    }
  }

  @Test
  void aPeerThatHangsUpOnHelloIsSparedIt() throws Exception {
    OldStylePeer.Script hangsUp =
        (from, line) -> {
          if (line.startsWith("HELLO")) {
            from.close();
          }
        };
    try (OldStylePeer lake = lake(hangsUp)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake");
      awaitTold(lake, report(1));
      assertThat(lake.connections()).as("three times is no accident").isEqualTo(4);
      assertOldStyle();
    }
    herd.close();
    assertThat(herd.log("Alford")).content().contains("link Lake failed it hung up on HELLO");
  }

  @Test
  void aPeerThatAlwaysHangsUpIsKnockedAtLessAndLess() throws Exception {
    OldStylePeer.Script hangsUp = (from, _) -> from.close();
    try (OldStylePeer lake = lake(hangsUp)) {
      herd.start("Alford");
      report(1);
      Await.until("it has been tried", () -> lake.connections() >= 6);
      int before = lake.connections();
      Thread.sleep(700); // time in which a link without back-off would be made a dozen times
      assertThat(lake.connections() - before).isLessThan(6);
    }
  }

  @Test
  void helloOffSparesAPeerIt() throws Exception {
    herd.dialect(
        "Lake",
        d ->
            new PeerDialect(
                PeerDialect.Hello.OFF,
                d.extra(),
                d.lineEnd(),
                d.connection(),
                d.idleClose(),
                d.catchUp()));
    try (OldStylePeer lake = lake(OldStylePeer.COMPLAINS)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake");
      String stored = report(1);
      awaitTold(lake, stored);
      assertThat(lake.lines()).containsExactly(stored);
    }
  }

  @Test
  void aPeerThatComesBackIsGreetedAndToldAllAgain() throws Exception {
    String first;
    herd.start("Alford");
    try (OldStylePeer lake = lake(OldStylePeer.COMPLAINS)) {
      herd.awaitLink("Alford", "Lake");
      first = report(1);
      awaitTold(lake, first);
    }
    try (OldStylePeer lake = lake(OldStylePeer.COMPLAINS)) {
      awaitTold(lake, first);
      assertThat(lake.lines()).startsWith("HELLO placeherd/1 Alford");
    }
  }

  @Test
  void whatAPeerSaysOnOurLinkIsNoCommandAndNotAnswered() throws Exception {
    OldStylePeer.Script talks =
        (from, line) -> {
          from.send("? " + line + "\r\nOK\n" + line + "\nIAMAT evil +1+2 3\n?\n");
          from.send("AT Lake +0.000000000 evil +1+2 3\nHELLO placeherd/1 Lake\nSTATUS\n\n");
        };
    try (OldStylePeer lake = lake(talks)) {
      herd.start("Alford");
      herd.awaitLink("Alford", "Lake");
      String one = report(1);
      String two = report(2);
      Await.until("Lake is told", () -> lake.told().contains(two));
      assertThat(lake.lines())
          .isSubsetOf("HELLO placeherd/1 Alford", one, two)
          .startsWith("HELLO placeherd/1 Alford");
      assertThat(herd.status("Alford").get("clients").asInt()).isEqualTo(1);
      assertThat(lake.connections()).isEqualTo(1);
    }
  }

  @Test
  void complaintsOnAnInboundLinkAreNotAnswered() throws Exception {
    herd.start("Alford");
    try (LineClient lake = herd.client("Alford")) {
      lake.send("? AT Alford +0.0 kiwi +1+2 3\n".repeat(1_000));
      assertThat(lake.ask("LLL")).isEqualTo("? LLL");
    }
  }
}
