package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.StaleReply;

/// What a node answers, keeps and does: each [Outcome].
class HerdNodeTest {
  private static final String IAMAT = "IAMAT kiwi +34.068930-118.445127 1479413884.392014450";
  private static final String AT =
      "AT Alford +0.263985550 kiwi +34.068930-118.445127 1479413884.392014450";
  private static final String OLDER = "IAMAT kiwi +35-118 1479413884.3";

  private static final BigInteger LATEST_BELIEVED =
      BigInteger.valueOf(TestNode.NOW_NANOS + HeldReports.MAX_AHEAD_NANOS);

  private final Session client = new Session(false);
  private final Session peer = new Session(true);
  private final TestNode test = TestNode.joined();

  @Test
  void aNewReportIsKeptToldToAllAndAnswered() {
    assertThat(test.say(client, IAMAT)).isEqualTo(AT + "\n");
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "tell 2", "STORED");
    assertThat(test.drain(TestNode.BOLDEN)).isEqualTo(AT + "\n");
    assertThat(test.stored("kiwi")).isEqualTo(AT);
  }

  @Test
  void spacesOfAReportAreMadeSingleItsTextIsKept() {
    test.say(client, " IAMAT\tkiwi  +34-118 \f 1479413884.50\r");
    assertThat(test.stored("kiwi")).isEqualTo("AT Alford +0.156000000 kiwi +34-118 1479413884.50");
  }

  @Test
  void anOlderReportIsAnsweredForItselfNeitherKeptNorTold() {
    test.say(client, IAMAT);
    test.takeDone();
    assertThat(test.say(client, OLDER))
        .isEqualTo("AT Alford +0.356000000 kiwi +35-118 1479413884.3\n");
    assertThat(test.takeDone()).containsExactly("NOT_NEWER");
    assertThat(test.stored("kiwi")).isEqualTo(AT);
  }

  @Test
  void anOlderReportIsAnsweredWithWhatIsStoredIfSoSet() {
    TestNode stored = new TestNode(StaleReply.STORED, ExtraFields.NONE, false);
    stored.say(client, IAMAT);
    assertThat(stored.say(client, OLDER)).isEqualTo(AT + "\n");
  }

  @Test
  void theSameReportAgainIsNotNewer() {
    test.say(client, IAMAT);
    test.takeDone();
    assertThat(test.say(client, IAMAT)).isEqualTo(AT + "\n");
    assertThat(test.takeDone()).containsExactly("NOT_NEWER");
  }

  @Test
  void aReportFromThePastOrTheFutureHasASignedDelta() {
    assertThat(test.say(client, "IAMAT a +1+1 1479413885.656"))
        .startsWith("AT Alford -1.000000000 a ");
    assertThat(test.say(client, "IAMAT b +1+1 1479413884.656"))
        .startsWith("AT Alford +0.000000000 b ");
    assertThat(test.say(client, "IAMAT c +1+1 0")).startsWith("AT Alford +1479413884.656000000 c ");
    assertThat(test.say(client, "IAMAT d +1+1 13569465600.25"))
        .isEqualTo("AT Alford -12090051715.594000000 d +1+1 13569465600.25\n");
    assertThat(test.stored("d"))
        .isEqualTo("AT Alford -12090051715.594000000 d +1+1 13569465600.25");
  }

  @Test
  void aClockFarAheadOutdoesARightOneForTheToleranceOnly() {
    test.say(client, "IAMAT kiwi +1+1 4102444800");
    test.pass(59_000_000_000L);
    test.say(client, "IAMAT kiwi +2+2 1479413943.656");
    assertThat(test.stored("kiwi")).contains("+1+1");
    test.pass(2_000_000_000L);
    test.say(client, "IAMAT kiwi +3+3 1479413945.656");
    assertThat(test.stored("kiwi")).contains("+3+3");
  }

  @Test
  void aQuestionIsAnsweredWithTheStoredLineAndAWishForPlaces() {
    test.say(client, IAMAT);
    test.takeDone();
    assertThat(test.say(client, "WHATSAT kiwi 12.5 7")).isEqualTo(AT + "\n");
    assertThat(test.takeDone())
        .containsExactly("places 34.06893,-118.445127 12500.0 m 7 behind " + AT, "ANSWERED");
  }

  @Test
  void aQuestionAboutNobodyIsAnInvalidCommand() {
    assertThat(test.say(client, " WHATSAT nobody 10  5")).isEqualTo("?  WHATSAT nobody 10  5\n");
    assertThat(test.takeDone()).containsExactly("UNKNOWN_CLIENT");
  }

  @Test
  void whatIsNoCommandComesBackToTheByte() {
    assertThat(test.say(client, "", " \t", "LLL\r", "\u0000\u00ff"))
        .isEqualTo("? \n?  \t\n? LLL\r\n? \u0000\u00ff\n");
    assertThat(test.takeDone()).containsExactly("INVALID", "INVALID", "INVALID", "INVALID");
  }

  @Test
  void aComplaintIsNeverAnswered() {
    assertThat(test.say(client, "?", "? LLL", "?" + "x".repeat(900))).isEmpty();
    assertThat(test.takeDone()).containsExactly("IGNORED", "IGNORED", "IGNORED");
    assertThat(test.say(client, "?" + "x".repeat(2_000))).isEmpty();
    assertThat(test.takeDone()).containsExactly("TOO_LONG");
  }

  @Test
  void aTooLongLineComesBackCut() {
    assertThat(test.say(client, "x".repeat(1_025))).isEqualTo("? " + "x".repeat(128) + "\n");
    assertThat(test.takeDone()).containsExactly("TOO_LONG");
  }

  @Test
  void onlyPeersMayTellAndSayHello() {
    for (String line : List.of(AT, "HELLO placeherd/1 Bolden", "STATUS")) {
      assertThat(test.say(client, line)).isEqualTo("? " + line + "\n");
    }
    assertThat(test.takeDone()).containsExactly("NOT_ALLOWED", "NOT_ALLOWED", "NOT_ALLOWED");
    assertThat(test.node().status().clients()).isZero();
  }

  @Test
  void helloIsAnsweredWithHello() {
    assertThat(test.say(peer, "STATUS")).isEqualTo("? STATUS\n");
    assertThat(test.say(peer, "HELLO placeherd/1 Bolden")).isEqualTo("HELLO placeherd/1 Alford\n");
    assertThat(test.say(peer, "STATUS")).isEmpty();
    assertThat(test.takeDone()).containsExactly("NOT_ALLOWED", "GREETED", "status", "ANSWERED");
  }

  @Test
  void aServerOfOurOwnNameIsComplainedAboutAndCounted() {
    assertThat(test.say(peer, "HELLO placeherd/1 Alford"))
        .isEqualTo("? HELLO placeherd/1 Alford\n");
    assertThat(test.takeDone()).containsExactly("OUR_OWN_NAME");
    assertThat(peer.isGreeted()).isFalse();
    assertThat(test.node().status().alarms()).isEqualTo(1);
  }

  @Test
  void aReportOfAnotherServerIsKeptInItsWords() {
    assertThat(test.say(peer, "AT  Hill 1e-05\tkiwi +34-118  1479413884.25 x y\r")).isEmpty();
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "tell 2", "STORED");
    assertThat(test.stored("kiwi")).isEqualTo("AT Hill 1e-05 kiwi +34-118 1479413884.25");
    assertThat(test.drain(TestNode.BOLDEN)).isEqualTo("AT Hill 1e-05 kiwi +34-118 1479413884.25\n");
    assertThat(test.node().status().lagNanos()).isEqualTo(405_990_000L);
  }

  @Test
  void aReportThatIsNotNewerEndsItsFlood() {
    Session elsewhere = test.greetedBy("Elsewhere");
    test.say(elsewhere, AT);
    test.takeDone();
    test.say(elsewhere, AT, "AT Bolden +5.000000000 kiwi +34-118 1479413880");
    assertThat(test.takeDone()).containsExactly("NOT_NEWER", "NOT_NEWER");
  }

  @Test
  void aReportWrittenAnewByAnOldServerLeavesTheOriginalText() {
    test.say(client, "IAMAT kiwi +34.0-118.0 1479413884.10");
    String stored = test.stored("kiwi");
    test.takeDone();
    test.say(peer, "AT Alford 0.5 kiwi +34.000000-118 1479413884.1000009");
    assertThat(test.takeDone()).containsExactly("DUPLICATE");
    assertThat(test.stored("kiwi")).isEqualTo(stored);
    test.say(peer, "AT Alford 0.5 kiwi +34.000000-118 1479413884.100001");
    assertThat(test.stored("kiwi")).endsWith("1479413884.100001");
    test.say(peer, "AT Alford 0.5 kiwi +34.000001-118 1479413884.100001");
    assertThat(test.stored("kiwi")).contains("+34.000001-118");
  }

  @Test
  void aServerOfOursWritesNothingAnewSoItsTextsAreComparedToTheByte() {
    Session bolden = test.greetedBy("Bolden");
    test.say(client, "IAMAT kiwi +34.0-118.0 1479413884.10");
    test.say(bolden, "AT Bolden +0.500000000 kiwi +34.00-118.0 1479413884.10");
    assertThat(test.stored("kiwi")).contains("+34.00-118.0");
  }

  @Test
  void farTimesOfOldServersAreDuplicatesOnlyIfEqual() {
    test.say(peer, "AT Lake -12090051715.5 kiwi +34-118 13569465600.25");
    test.pass(5_000_000_000L);
    test.say(peer, "AT Lake -12090051715.5 kiwi +34.0-118 13569465600.250");
    assertThat(test.takeDone()).containsSequence("DUPLICATE");
    test.say(peer, "AT Lake -12090051715.5 kiwi +34.0-118 13569465602.25");
    assertThat(test.takeDone()).endsWith("STORED");
  }

  @Test
  void reportsInAnyOrderMakeTheSameTable() {
    List<String> reports = new ArrayList<>(SampleReports.of(40, 7));
    reports.removeIf(report -> AtText.of(report).receiveNanos().compareTo(LATEST_BELIEVED) > 0);
    List<String> tables = new ArrayList<>();
    for (int run = 0; run < 50; run++) {
      Collections.shuffle(reports, new Random(run));
      TestNode node = TestNode.joined();
      Session bolden = node.greetedBy("Bolden");
      reports.forEach(report -> node.say(bolden, report));
      tables.add(node.stored("kiwi"));
    }
    AtText greatest = Collections.max(reports.stream().map(AtText::of).toList());
    assertThat(tables).containsOnly(greatest.toString());
  }

  @Test
  void serversMadeUpByAPeerAreBounded() {
    int herd = 4; // Alford and its neighbours have their numbers already
    for (int i = 0; i < ServerNames.MAX_SERVERS - herd; i++) {
      test.say(peer, "AT s" + i + " +0.5 kiwi +34-118 " + i);
    }
    test.takeDone();
    test.say(peer, "AT one-more +0.5 kiwi +34-118 1000000");
    assertThat(test.takeDone()).containsExactly("TOO_MANY_SERVERS");
    assertThat(test.node().status().alarms()).isEqualTo(1);
    test.say(peer, "AT s7 +0.5 kiwi +34-118 1000000");
    assertThat(test.stored("kiwi")).isEqualTo("AT s7 +0.5 kiwi +34-118 1000000");
    test.say(client, "IAMAT kiwi +1+1 1000001");
    assertThat(test.stored("kiwi")).startsWith("AT Alford ");
  }
}
