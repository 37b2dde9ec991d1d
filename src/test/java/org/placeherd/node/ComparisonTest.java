package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;

/// Two servers find out what one of them lacks, by comparing sums, and nothing else is sent.
class ComparisonTest {
  private static final long NOW_NANOS = 1_479_413_884_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final InMemoryServer alford = server("Alford", "Bolden", new HashKey(1, 2));
  private final InMemoryServer bolden = server("Bolden", "Alford", new HashKey(3, 4));
  private final InMemoryServer.Connection connection = bolden.new Connection(true);
  private final InMemoryServer.Ear ear = alford.new Ear(0);

  /// What Alford has sent, line by line, and how many bytes went each way.
  private final List<String> sent = new ArrayList<>();

  private long bytes;

  private static InMemoryServer server(String name, String neighbour, HashKey key) {
    return new InMemoryServer(
        new NodeSettings(
            name,
            List.of(new NeighbourSettings(neighbour, ExtraFields.NONE, false)),
            NodeSettings.DEFAULT_TOLERANCE_NANOS,
            StaleReply.LITERAL,
            Limits.DEFAULT,
            key),
        _ -> {});
  }

  private static String report(int client, int time) {
    return String.format(
        Locale.ROOT,
        "AT Hill +0.500000000 cl%08d.u.edu +34.%06d-118.445127 %d.392014450\n",
        client,
        client % 1_000_000,
        NOW_NANOS / SECOND - 10_000 + time);
  }

  private static void know(InMemoryServer server, int clients, int time) {
    server.recall(
        IntStream.range(0, clients).mapToObj(i -> report(i, time)).collect(Collectors.joining()));
  }

  /// Alford's link to Bolden comes up; ends when nothing is left to say.
  private void catchUp() {
    connection.read(Hello.line("Alford"), NOW_NANOS);
    alford.node().linkUp(0, true);
    talk();
  }

  private void talk() {
    while (alford.node().hasToTell(0)) {
      String lines = alford.drain(0, 1_000);
      lines.lines().forEach(sent::add);
      String answers = connection.read(lines, NOW_NANOS);
      bytes += lines.length() + answers.length();
      ear.hear(answers);
    }
  }

  private List<String> told() {
    return sent.stream().filter(line -> line.startsWith("AT ")).toList();
  }

  private void assertEqualTables(int clients) {
    assertThat(bolden.node().clients()).isEqualTo(clients);
    InMemoryServer.Connection asker = bolden.new Connection(false);
    InMemoryServer.Connection other = alford.new Connection(false);
    for (int i = 0; i < clients; i++) {
      String question = "WHATSAT cl%08d.u.edu 1 1\n".formatted(i);
      assertThat(asker.read(question, NOW_NANOS)).isEqualTo(other.read(question, NOW_NANOS));
    }
  }

  @Test
  void serversThatKnowTheSameSendOneQuestionAndItsEnd() {
    know(alford, 5_000, 1);
    know(bolden, 5_000, 1);
    catchUp();
    assertThat(sent).containsExactly("COMPARE", "COMPARE end");
    assertThat(bytes).isLessThan(3_000);
  }

  @Test
  void serversThatKnowNothingSendOneQuestionAndItsEnd() {
    catchUp();
    assertThat(sent).containsExactly("COMPARE", "COMPARE end");
  }

  @Test
  void whoIsCaughtUpHearsSoBehindTheLastReport() {
    know(alford, 500, 1);
    assertThat(heardAll()).isFalse();
    catchUp();
    assertThat(heardAll()).isTrue();
    assertThat(sent.getLast()).isEqualTo("COMPARE end");
    assertThat(sent).containsOnlyOnce("COMPARE end");
    NodeStatus.CatchUpStatus begun = alford.node().status().neighbours().getFirst().catchUp();
    assertThat(begun).isEqualTo(new NodeStatus.CatchUpStatus(false, 1, 1, 500));
  }

  @Test
  void whoIsGreetedAgainWaitsForTheNextEnd() {
    catchUp();
    connection.read(Hello.line("Alford"), NOW_NANOS);
    assertThat(heardAll()).isFalse();
    alford.node().linkDown(0);
    catchUp();
    assertThat(heardAll()).isTrue();
  }

  @Test
  void aComparisonInTheBackgroundDoesNotSayThatItHasEnded() {
    catchUp();
    sent.clear();
    alford.node().compare(0, NOW_NANOS);
    talk();
    assertThat(sent).containsExactly("COMPARE");
    assertThat(alford.node().status().neighbours().getFirst().catchUp().ended()).isEqualTo(2);
  }

  /// Whether Bolden was told by Alford that nothing is lacking.
  private boolean heardAll() {
    return bolden.node().status().neighbours().getFirst().catchUp().hasToldAll();
  }

  @Test
  void anEmptyServerIsToldAllAndNothingIsListed() {
    know(alford, 5_000, 1);
    catchUp();
    assertThat(told()).hasSize(5_000);
    assertThat(sent.stream().filter(line -> line.matches("COMPARE [0-9a-f]{4,}"))).isEmpty();
    assertEqualTables(5_000);
  }

  @Test
  void aServerThatKnowsNothingHasNothingToTell() {
    know(bolden, 5_000, 1);
    catchUp();
    assertThat(told()).isEmpty();
  }

  @Test
  void onlyWhatDiffersIsTold() {
    know(alford, 20_000, 1);
    know(bolden, 20_000, 1);
    alford.recall(report(7, 2) + report(77, 2) + report(777, 2));
    bolden.recall(report(9, 2));
    catchUp();
    assertThat(told().stream().map(line -> AtText.of(line).client()))
        .as("Bolden has a newer one of client 9, which only Bolden can know")
        .containsExactlyInAnyOrder(
            "cl00000007.u.edu", "cl00000077.u.edu", "cl00000777.u.edu", "cl00000009.u.edu");
    assertThat(bytes).isLessThan(25_000);
    assertThat(bolden.new Connection(false).read("WHATSAT cl00000009.u.edu 1 1\n", NOW_NANOS))
        .startsWith(report(9, 2));
  }

  @Test
  void theNewestAreToldFirst() {
    SplittableRandom random = new SplittableRandom(7);
    IntStream.range(0, 300).forEach(i -> alford.recall(report(i, 10 * random.nextInt(900))));
    connection.read(Hello.line("Alford"), NOW_NANOS);
    alford.node().linkUp(0, true);
    alford.drain(0, 1_000);
    ear.hear(connection.read("COMPARE\n", NOW_NANOS));
    String questions = alford.drain(0, 1_000);
    ear.hear(connection.read(questions, NOW_NANOS));
    List<Long> times =
        alford
            .drain(0, 1_000_000)
            .lines()
            .filter(line -> line.startsWith("AT "))
            .map(line -> Long.parseLong(AtText.of(line).time().substring(0, 10)))
            .toList();
    assertThat(times).hasSizeGreaterThan(2).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void oddReportsHaveTheSameSumsOnBothSides() {
    String odd =
        """
        AT Hill 1e-05 a +34-118 1479413884
        AT Hill +0.5 b +34.-118. 01479413884.5000000000009
        AT Hill -99998520586115.000000000 %s +34.068930-118.445127 99999999999999
        AT H\u00ff -7743958152.500000000 \u00e9tudiant +0.0-0.0 9223372036.5
        """
            .formatted("n".repeat(200));
    alford.recall(odd);
    catchUp();
    assertThat(told()).hasSize(4);
    sent.clear();
    catchUp();
    assertThat(sent).containsExactly("COMPARE", "COMPARE end");
  }

  @Test
  void sumsFollowEveryUpdate() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> reports = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      reports.add(report(random.nextInt(500), random.nextInt(9_000)));
    }
    reports.forEach(alford::recall);
    reports.reversed().forEach(bolden::recall);
    catchUp();
    assertThat(sent)
        .as("the order of arrival does not matter")
        .containsExactly("COMPARE", "COMPARE end");
  }

  @Test
  void aComparisonInTheBackgroundLeavesFreshReportsToTheFlood() {
    know(alford, 100, 1);
    know(bolden, 100, 1);
    catchUp();
    sent.clear();
    alford.recall(report(1, 9_995)); // five seconds ago
    alford.recall(report(2, 9_980));
    alford.node().compare(0, NOW_NANOS);
    talk();
    assertThat(told().stream().map(line -> AtText.of(line).client()))
        .containsExactly("cl00000002.u.edu");
  }

  @Test
  void aComparisonOfALinkThatCameUpFindsFreshReportsThoughItHadToBeginAnew() {
    alford.recall(report(1, 9_995)); // five seconds ago
    connection.read(Hello.line("Alford"), NOW_NANOS);
    alford.node().linkUp(0, true);
    alford.drain(0, 1_000); // the question, which gets no answer in a long while
    alford.node().compare(0, NOW_NANOS);
    talk();
    assertThat(told()).hasSize(1);
  }

  @Test
  void answersThatNobodyAskedForAreIgnored() {
    know(alford, 100, 1);
    connection.read(Hello.line("Alford"), NOW_NANOS);
    alford.node().linkUp(0, true);
    ear.hear("LEAVES 0000 AAAAAA\nLIST 0000 0\nTOP ff AAAAAAAAAAAAAAAAAAAAAA\nAT what\n? no\n");
    talk();
    assertThat(told()).hasSize(100);
  }

  @Test
  void aLostLinkEndsTheComparisonAndTheNextBeginsAnew() {
    know(alford, 1_000, 1);
    connection.read(Hello.line("Alford"), NOW_NANOS);
    alford.node().linkUp(0, true);
    ear.hear(connection.read(alford.drain(0, 1_000), NOW_NANOS));
    String some = alford.drain(0, 1_000);
    alford.node().linkDown(0);
    ear.hear(connection.read(some, NOW_NANOS));
    assertThat(alford.node().hasToTell(0)).isFalse();
    catchUp();
    assertEqualTables(1_000);
  }

  @Test
  void oneInAHundredThatDifferCostsATenthOfAll() {
    int clients = 100_000;
    know(alford, clients, 1);
    know(bolden, clients, 1);
    IntStream.range(0, 1_000).forEach(i -> alford.recall(report(i * 97, 2)));
    catchUp();
    assertThat(told()).hasSize(1_000);
    assertThat(bytes).as("a tenth of all lines").isLessThan(clients * 83L / 10);
  }
}
