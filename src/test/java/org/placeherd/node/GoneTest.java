package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.placeherd.geo.LatLon;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.ByteWriter;

/// Clients that are deleted: for good against all that is older, until they report again.
class GoneTest {
  private static final String IAMAT = "IAMAT kiwi +34.068930-118.445127 1479413884.392014450";
  private static final String GONE = "GONE Alford +0.000000000 kiwi 1479413885.656000000";
  private static final BigInteger LATEST_BELIEVED =
      BigInteger.valueOf(TestNode.NOW_NANOS + HeldReports.MAX_AHEAD_NANOS);

  private final Session client = new Session(false);
  private final TestNode test = TestNode.joined();
  private final Session bolden = test.greetedBy("Bolden");

  private Outcome forget(String name) {
    return test.forget(name);
  }

  private static String unknown(String name) {
    return "? WHATSAT " + name + " 0 0";
  }

  private static String snapshot(TestNode node) {
    ByteWriter out = new ByteWriter(16);
    node.node().putSnapshot(out, 0, 100_000);
    return new String(out.array(), 0, out.size(), ISO_8859_1).replaceAll("\\*[0-9a-f]{8}\n", "\n");
  }

  @Test
  void aDeletedClientIsUnknownAndItsDeletionIsToldToServersOfOursOnly() {
    test.say(client, IAMAT);
    test.drain(TestNode.BOLDEN);
    test.drain(TestNode.HAMILTON);
    test.drain(TestNode.LAKE);
    test.pass(1_000_000_000L);
    test.takeDone();
    assertThat(forget("kiwi")).isEqualTo(Outcome.STORED);
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "tell 2", "STORED");
    assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
    assertThat(test.drain(TestNode.BOLDEN)).isEqualTo(GONE + "\n");
    assertThat(test.drain(TestNode.HAMILTON)).isEqualTo(GONE + "\n");
    assertThat(test.drain(TestNode.LAKE)).isEmpty();
    assertThat(test.node().hasToTell(TestNode.LAKE)).isFalse();
    assertThat(snapshot(test)).isEqualTo(GONE + "\n");
  }

  @Test
  void whoIsUnknownOrDeletedCannotBeDeleted() {
    assertThat(forget("kiwi")).isEqualTo(Outcome.UNKNOWN_CLIENT);
    test.say(client, IAMAT);
    assertThat(forget("kiw")).isEqualTo(Outcome.UNKNOWN_CLIENT);
    assertThat(forget("kiwi")).isEqualTo(Outcome.STORED);
    long stored = test.node().stored();
    assertThat(forget("kiwi")).isEqualTo(Outcome.UNKNOWN_CLIENT);
    assertThat(test.node().stored()).isEqualTo(stored);
  }

  @Test
  void whileTheDiskIsFullNobodyIsDeleted() {
    test.say(client, IAMAT);
    test.node().takeReports(false);
    assertThat(forget("kiwi")).isEqualTo(Outcome.DISK_FULL);
    assertThat(test.stored("kiwi")).startsWith("AT ");
  }

  @Test
  void aReportThatCameLateOrAgainBringsNobodyBackANewerOneDoes() {
    test.say(client, IAMAT);
    forget("kiwi");
    test.takeDone();
    assertThat(test.say(client, IAMAT)).startsWith("AT Alford +0.263985550 kiwi ");
    test.say(client, "IAMAT kiwi +35-118 1479413884.655999999");
    test.say(bolden, "AT Bolden +0.100000000 kiwi +35-118 1479413884.656000000");
    assertThat(test.takeDone()).containsExactly("NOT_NEWER", "NOT_NEWER", "NOT_NEWER");
    assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
    test.say(client, "IAMAT kiwi +35-118 1479413884.656000001");
    assertThat(test.stored("kiwi")).contains(" kiwi +35-118 ");
    assertThat(test.node().status().gone()).isZero();
  }

  @Test
  void anOlderReportIsAnsweredForItselfEvenWhereWhatIsStoredWouldBeShown() {
    TestNode node = new TestNode(StaleReply.STORED, ExtraFields.NONE, false);
    node.say(client, IAMAT);
    node.forget("kiwi");
    assertThat(node.say(client, "IAMAT kiwi +35-118 1479413884.3"))
        .isEqualTo("AT Alford +0.356000000 kiwi +35-118 1479413884.3\n");
  }

  @Test
  void theDeletionOfAClientWhoseClockIsAheadOutdoesItsReport() {
    for (String time : List.of("1479413890", "1479413999.5", "4102444800", "13569465600.25")) {
      String name = "ahead" + time;
      test.say(client, "IAMAT " + name + " +1+1 " + time);
      String report = test.stored(name);
      assertThat(forget(name)).isEqualTo(Outcome.STORED);
      String deletion =
          snapshot(test).lines().filter(line -> line.contains(name)).findFirst().orElseThrow();
      assertThat(AtText.of(deletion)).isGreaterThan(AtText.of(report));
      test.say(bolden, report);
      assertThat(test.stored(name)).isEqualTo(unknown(name));
    }
  }

  @Test
  void whatAnOldStyleServerWritesAnewBringsNobodyBack() {
    Session lake = new Session(true);
    for (String time : List.of("1479413884.3", "1479413890.1234564", "4102444800.1234564")) {
      String name = "c" + time;
      test.say(client, "IAMAT " + name + " +1+1 " + time);
      AtText report = AtText.of(test.stored(name));
      forget(name);
      String rounded = String.format(java.util.Locale.ROOT, "%.6f", Double.parseDouble(time));
      test.say(lake, "AT Alford " + report.delta() + " " + name + " +1.0+1.0 " + rounded);
      assertThat(test.stored(name)).isEqualTo(unknown(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372035.999999999",
        "9223372036",
        "99999999999999",
        "0",
        "1479413884.5000000000009"
      })
  void aReportOfAnyTimeCanBeDeleted(String time) {
    test.say(bolden, "AT Bolden +0.5 kiwi +1+1 " + time);
    test.pass(1);
    if (!test.stored("kiwi").startsWith("?")) {
      assertThat(forget("kiwi")).isEqualTo(Outcome.STORED);
      assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
    }
    String far = "-" + time + ".0";
    test.say(bolden, "AT Bolden " + far.replace(".0", "") + " emu +1+1 " + time);
    if (!test.stored("emu").startsWith("?")) {
      assertThat(forget("emu")).isEqualTo(Outcome.STORED);
    }
  }

  @Test
  void aServerOfOursTellsOfADeletionAndNobodyElseMay() {
    test.say(client, IAMAT);
    test.takeDone();
    String line = "GONE Bolden +0.000000000 kiwi 1479413885";
    assertThat(test.say(client, line)).isEqualTo("? " + line + "\n");
    assertThat(test.say(new Session(true), line)).isEqualTo("? " + line + "\n");
    assertThat(test.say(new Session(false, false), line)).isEqualTo("? " + line + "\n");
    assertThat(test.takeDone()).containsExactly("NOT_ALLOWED", "NOT_ALLOWED", "NOT_ALLOWED");
    assertThat(test.stored("kiwi")).startsWith("AT ");
    test.drain(TestNode.BOLDEN);
    test.drain(TestNode.HAMILTON);
    assertThat(test.say(bolden, line)).isEmpty();
    assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
    assertThat(test.drain(TestNode.BOLDEN)).as("who told").isEmpty();
    assertThat(test.drain(TestNode.HAMILTON)).isEqualTo(line + "\n");
  }

  @Test
  void aDeletionOfNobodyIsKeptForTheReportMayComeLate() {
    test.say(bolden, "GONE Bolden +0.000000000 kiwi 1479413885");
    assertThat(test.drain(TestNode.HAMILTON)).startsWith("GONE Bolden ");
    test.say(client, IAMAT);
    assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
    assertThat(test.node().status().clients()).isZero();
    assertThat(test.node().status().gone()).isEqualTo(1);
    assertThat(test.node().clients()).isEqualTo(1);
  }

  @Test
  void aDeletionFromTheFutureIsHeldUntilItsTime() {
    test.say(client, IAMAT);
    test.say(bolden, "GONE Bolden +0.000000000 kiwi 1479413904");
    assertThat(test.stored("kiwi")).startsWith("AT ");
    test.pass(11_000_000_000L);
    assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
  }

  @Test
  void reportsAndDeletionsInAnyOrderMakeTheSameTable() {
    List<String> lines = new ArrayList<>(SampleReports.withDeletions(40, 7));
    lines.removeIf(line -> AtText.of(line).receiveNanos().compareTo(LATEST_BELIEVED) > 0);
    String greatest = Collections.max(lines.stream().map(AtText::of).toList()).toString();
    for (int run = 0; run < 50; run++) {
      Collections.shuffle(lines, new Random(run));
      TestNode node = TestNode.joined();
      Session peer = node.greetedBy("Bolden");
      lines.forEach(line -> node.say(peer, line));
      assertThat(snapshot(node)).isEqualTo(greatest + "\n");
    }
  }

  @Test
  void listsLeaveTheDeletedOutAndGoOn() {
    for (String name : List.of("a1", "a2", "a3")) {
      test.say(client, "IAMAT " + name + " +1+1 1479413884");
    }
    forget("a2");
    ClientReports reports = test.node().reports();
    assertThat(reports.find("a2".getBytes(ISO_8859_1))).isEmpty();
    assertThat(reports.page("a".getBytes(ISO_8859_1), 0, 2).lines())
        .hasSize(2)
        .noneMatch(line -> line.contains("a2"));
    assertThat(reports.page("a".getBytes(ISO_8859_1), 0, 10).next()).isEqualTo(3);
    assertThat(test.node().status().clients()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyDeletedIsNear(boolean preparedBefore) {
    ClientsNear near = test.node().reports().near();
    NearQuery query = new NearQuery(new LatLon(1, 1), 1_000_000, 10);
    if (preparedBefore) {
      near.prepare(0);
    }
    for (String name : List.of("a", "b", "c")) {
      test.say(client, "IAMAT " + name + " +1+1 1479413884");
    }
    forget("a");
    test.say(bolden, "GONE Bolden +0.000000000 never-here 1479413884");
    assertThat(names(near, query)).containsExactlyInAnyOrder("b", "c");
    forget("b");
    assertThat(names(near, query)).containsExactly("c");
    assertThat(near.findAround("b", query, TestNode.NOW_NANOS)).isEqualTo(Optional.empty());
    assertThat(near.findAround("never-here", query, TestNode.NOW_NANOS)).isEmpty();
    test.pass(2_000_000_000L);
    test.say(client, "IAMAT b +1+1 1479413886", "IAMAT never-here +1+1 1479413886");
    assertThat(names(near, query)).containsExactlyInAnyOrder("b", "c", "never-here");
    test.say(client, "IAMAT b +50+50 1479413886.5", "IAMAT d +1+1 1479413886");
    assertThat(names(near, query)).containsExactlyInAnyOrder("c", "never-here", "d");
  }

  private static List<String> names(ClientsNear near, NearQuery query) {
    return near.find(query, TestNode.NOW_NANOS).clients().stream()
        .map(NearClients.NearClient::client)
        .toList();
  }

  @Test
  void aLongNameAndAnOddDeltaOfADeletionComeBackToTheByte() {
    String line = "GONE H\u00ff 1e-05 %s 01479413884.5000000000009".formatted("n".repeat(200));
    String other = "GONE Hill +0.5 kiwi 1479413884";
    test.say(bolden, line, other);
    assertThat(test.drain(TestNode.HAMILTON)).isEqualTo(line + "\n" + other + "\n");
  }

  @Test
  void anOldStylePeerThatComesBackIsToldNoDeletionAndItsReportsAreOld() {
    test.say(client, IAMAT);
    test.node().linkDown(TestNode.LAKE);
    forget("kiwi");
    test.node().linkUp(TestNode.LAKE, false);
    assertThat(test.drain(TestNode.LAKE)).isEmpty();
    test.say(new Session(true), "AT Alford +0.263985550 kiwi +34.06893-118.445127 1479413884.392");
    assertThat(test.stored("kiwi")).isEqualTo(unknown("kiwi"));
  }
}
