package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;

/// One hop on a full mesh; a tree with word over the other links on a larger graph. The server is
/// Alford; Bolden (0), Hamilton (1) and Parker (2) are its neighbours.
class SpreadTest {
  private static final long NOW_NANOS = 1_479_413_884_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final String AT = "AT Bolden +0.500000000 kiwi +34-118 1479413880";
  private static final int BOLDEN = 0;
  private static final int HAMILTON = 1;
  private static final int PARKER = 2;

  private final List<Integer> told = new ArrayList<>();

  private InMemoryServer alford(Spread spread) {
    List<NeighbourSettings> neighbours =
        Stream.of("Bolden", "Hamilton", "Parker")
            .map(name -> new NeighbourSettings(name, ExtraFields.NONE, false))
            .toList();
    NodeSettings settings =
        new NodeSettings(
            "Alford",
            neighbours,
            NodeSettings.DEFAULT_TOLERANCE_NANOS,
            StaleReply.LITERAL,
            Limits.DEFAULT,
            new HashKey(1, 2),
            spread,
            List.of());
    InMemoryServer server = new InMemoryServer(settings, told::add);
    for (int i = 0; i < neighbours.size(); i++) {
      server.node().linkUp(i, true);
      String question = server.drain(i, 1_000);
      server.new Ear(i).hear(from("Elsewhere", server).read(question, NOW_NANOS));
      server.drain(i, 1_000); // all are found equal
    }
    told.clear();
    return server;
  }

  private static InMemoryServer.Connection from(String name, InMemoryServer server) {
    InMemoryServer.Connection connection = server.new Connection(true);
    connection.read(Hello.line(name), NOW_NANOS);
    return connection;
  }

  private static void say(InMemoryServer.Connection connection, String line) {
    assertThat(connection.read(line + "\n", NOW_NANOS)).isEmpty();
  }

  @Test
  void onAMeshTheFirstToHearTellsEveryone() {
    InMemoryServer alford = alford(Spread.ONE_HOP);
    alford.new Connection(true).read("IAMAT kiwi +34-118 1479413880\n", NOW_NANOS);
    assertThat(told).containsExactly(BOLDEN, HAMILTON, PARKER);
    assertThat(alford.drain(HAMILTON, 1_000)).endsWith(" 1479413880\n");
  }

  @Test
  void onAMeshNobodyPassesOn() {
    InMemoryServer alford = alford(Spread.ONE_HOP);
    say(from("Bolden", alford), AT);
    assertThat(told).isEmpty();
    assertThat(alford.node().clients()).isEqualTo(1);
  }

  @Test
  void onAMeshWhoCannotReachAllSaysSoAndIsPassedOn() {
    InMemoryServer alford = alford(Spread.ONE_HOP);
    say(from("Bolden", alford), AT + " spread=all");
    assertThat(told).containsExactly(HAMILTON, PARKER);
    assertThat(alford.drain(PARKER, 1_000)).isEqualTo(AT + "\n");
    alford.node().linkDown(PARKER);
    alford.drain(HAMILTON, 1_000);
    say(from("Bolden", alford), AT.replace("880", "881") + " spread=all");
    assertThat(alford.drain(HAMILTON, 1_000)).isEqualTo(AT.replace("880", "881") + " spread=all\n");
  }

  @Test
  void onAMeshWhoIsNotAnsweredByAllSaysSo() {
    InMemoryServer alford = alford(Spread.ONE_HOP);
    alford.node().linkDown(PARKER);
    alford.node().linkUp(PARKER, false); // as it is with a connection that delivers nothing
    alford.new Connection(true).read("IAMAT kiwi +34-118 1479413880\n", NOW_NANOS);
    assertThat(alford.drain(BOLDEN, 1_000)).contains(" 1479413880 spread=all\n");
  }

  @Test
  void onAMeshWhatAnOldStyleServerTellsIsToldToAll() {
    InMemoryServer alford = alford(Spread.ONE_HOP);
    say(alford.new Connection(true), AT);
    assertThat(told).containsExactly(BOLDEN, HAMILTON, PARKER);
  }

  @Test
  void onAMeshTheOthersAreComparedWithWhenOneIsLost() {
    InMemoryServer alford = alford(Spread.ONE_HOP);
    say(from("Bolden", alford), AT);
    alford.node().linkDown(BOLDEN);
    assertThat(told).containsExactly(HAMILTON, PARKER);
    assertThat(alford.drain(HAMILTON, 1_000)).isEqualTo("COMPARE\n");
  }

  @Test
  void aLinkThatBringsAReportTwiceIsTakenOutOfTheTree() {
    InMemoryServer alford = alford(Spread.TREE);
    say(from("Bolden", alford), AT);
    assertThat(alford.drain(HAMILTON, 1_000)).isEqualTo(AT + "\n");
    alford.drain(PARKER, 1_000);
    told.clear();
    say(from("Hamilton", alford), AT);
    assertThat(told).containsExactly(HAMILTON);
    assertThat(alford.drain(HAMILTON, 1_000)).isEqualTo("PRUNE\n");
    told.clear();

    say(from("Bolden", alford), AT.replace("880", "881"));
    assertThat(told).as("Hamilton gets word, later").containsExactly(PARKER);
    alford.node().tick(NOW_NANOS + SECOND);
    assertThat(told).containsExactly(PARKER, HAMILTON);
    assertThat(alford.drain(HAMILTON, 1_000)).matches("HAVE kiwi [-_A-Za-z0-9]{22}\n");
  }

  @Test
  void onlyOneLinkATickIsTakenOut() {
    InMemoryServer alford = alford(Spread.TREE);
    say(from("Bolden", alford), AT);
    say(from("Hamilton", alford), AT);
    say(from("Parker", alford), AT);
    assertThat(alford.drain(HAMILTON, 1_000)).contains("PRUNE");
    assertThat(alford.drain(PARKER, 1_000)).doesNotContain("PRUNE");
    alford.node().tick(NOW_NANOS);
    say(from("Parker", alford), AT);
    assertThat(alford.drain(PARKER, 1_000)).contains("PRUNE");
  }

  @Test
  void whoWantsWordOnlyGetsWordUntilItWantsReportsAgain() {
    InMemoryServer alford = alford(Spread.TREE);
    InMemoryServer.Connection bolden = from("Bolden", alford);
    say(bolden, "PRUNE");
    alford.new Connection(true).read("IAMAT kiwi +34-118 1479413880\n", NOW_NANOS);
    assertThat(alford.drain(BOLDEN, 1_000)).startsWith("HAVE kiwi ");
    say(bolden, "GRAFT kiwi");
    assertThat(alford.drain(BOLDEN, 1_000)).startsWith("AT Alford ").contains(" kiwi ");
    alford.new Connection(true).read("IAMAT lime +34-118 1479413880\n", NOW_NANOS);
    assertThat(alford.drain(BOLDEN, 1_000)).startsWith("AT Alford ").contains(" lime ");
  }

  @Test
  void whatWordWasGivenOfAndDoesNotComeIsAskedFor() {
    InMemoryServer knows = alford(Spread.TREE);
    say(from("Bolden", knows), AT);
    say(from("Hamilton", knows), "PRUNE");
    say(from("Bolden", knows), AT.replace("880", "881"));
    knows.node().tick(NOW_NANOS);
    String word = knows.drain(HAMILTON, 1_000).lines().toList().getLast();

    InMemoryServer lacks = alford(Spread.TREE);
    say(from("Parker", lacks), word);
    lacks.node().tick(NOW_NANOS + SECOND / 4);
    assertThat(told).as("it may still come along the tree").isEmpty();
    lacks.node().tick(NOW_NANOS + SECOND);
    assertThat(told).containsExactly(PARKER);
    assertThat(lacks.drain(PARKER, 1_000)).isEqualTo("GRAFT kiwi\n");

    InMemoryServer has = alford(Spread.TREE);
    say(from("Parker", has), word);
    say(from("Bolden", has), AT.replace("880", "881"));
    told.clear();
    has.node().tick(NOW_NANOS + SECOND);
    assertThat(told).as("it has come").isEmpty();
  }

  @Test
  void whenALinkOfTheTreeIsLostAllOthersJoinIt() {
    InMemoryServer alford = alford(Spread.TREE);
    say(from("Bolden", alford), AT);
    say(from("Hamilton", alford), AT);
    alford.drain(HAMILTON, 1_000);
    told.clear();
    alford.node().linkDown(BOLDEN);
    assertThat(told).containsExactly(HAMILTON);
    assertThat(alford.drain(HAMILTON, 1_000)).isEqualTo("GRAFT\n");
  }

  @Test
  void strangersHaveNoSayInTheTree() {
    InMemoryServer alford = alford(Spread.TREE);
    for (String line :
        List.of("PRUNE", "GRAFT", "GRAFT kiwi", "COMPARE", "HAVE kiwi AAAAAAAAAAAAAAAAAAAAAA")) {
      assertThat(alford.new Connection(true).read(line + "\n", NOW_NANOS))
          .isEqualTo("? " + line + "\n");
    }
    for (String line : List.of("PRUNE", "GRAFT kiwi", "HAVE kiwi AAAAAAAAAAAAAAAAAAAAAA")) {
      say(from("Nobody", alford), line);
    }
    assertThat(told).isEmpty();
  }
}
