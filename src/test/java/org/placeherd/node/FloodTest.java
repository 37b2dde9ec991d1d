package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.placeherd.node.NodeSettings.CatchUpMode;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Limits;

/// Whom a node tells, when, and in what words.
class FloodTest {
  private static final String AT = "AT Hill +0.500000000 kiwi +34-118 1479413884";

  private final Session client = new Session(false);
  private final TestNode test = TestNode.joined();

  @Test
  void theNeighbourWhoToldIsNotToldBack() {
    test.say(test.greetedBy("Bolden"), AT);
    assertThat(test.takeDone()).containsExactly("tell 1", "tell 2", "STORED");
    assertThat(test.drain(TestNode.BOLDEN)).isEmpty();
  }

  @Test
  void aServerThatIsNoNeighbourOfOursMayTellToo() {
    test.say(test.greetedBy("Elsewhere"), AT);
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "tell 2", "STORED");
  }

  @Test
  void theNeighbourIsToldBackIfOurLinkToItWasLostSinceItSaidHello() {
    Session before = test.greetedBy("Bolden");
    test.node().linkDown(TestNode.BOLDEN);
    test.node().linkUp(TestNode.BOLDEN, true);
    test.drain(TestNode.BOLDEN);
    test.say(before, AT);
    assertThat(test.drain(TestNode.BOLDEN)).isEqualTo(AT + "\n");
    test.say(test.greetedBy("Bolden"), AT.replace("884", "885"));
    assertThat(test.drain(TestNode.BOLDEN)).isEmpty();
  }

  @Test
  void anOldStyleNeighbourNamedBehindTheLineIsNotTold() {
    test.say(new Session(true), AT + " Elsewhere Lake");
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "STORED");
    assertThat(test.drain(TestNode.LAKE)).isEmpty();
  }

  @Test
  void aNeighbourOfOursIsToldThoughAnOldStyleServerSaysThatItKnows() {
    test.say(new Session(true), AT + " Bolden Lake");
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "STORED");
  }

  @Test
  void aClientCannotSpareANeighbour() {
    test.say(client, "IAMAT Lake +34-118 1479413884");
    assertThat(test.drain(TestNode.LAKE)).contains(" Lake +34-118");
  }

  @Test
  void whatStoodBehindAnEarlierLineOfTheBatchIsForgotten() {
    NeighbourSettings lake = new NeighbourSettings("Lake", ExtraFields.NONE, false);
    NodeSettings settings =
        new NodeSettings(
            "Alford", List.of(lake), 0, StaleReply.LITERAL, Limits.DEFAULT, TestLines.KEY);
    InMemoryServer server = new InMemoryServer(settings, _ -> {});
    server.node().linkUp(0, false);
    InMemoryServer.Connection connection = server.new Connection(true);
    connection.read(AT + " Lake\n", TestNode.NOW_NANOS);
    assertThat(server.drain(0, 1_000)).isEmpty();
    connection.read("IAMAT" + " ".repeat(AT.length() - 4) + "Lake +34-118 1\n", TestNode.NOW_NANOS);
    assertThat(server.drain(0, 1_000)).contains("Lake");
  }

  @Test
  void aNeighbourIsPromptedOnceUntilItIsDrained() {
    test.say(client, "IAMAT a +1+1 1", "IAMAT b +1+1 1", "IAMAT a +1+1 2");
    assertThat(test.takeDone())
        .containsExactly("tell 0", "tell 1", "tell 2", "STORED", "STORED", "STORED");
    assertThat(
            test.drain(TestNode.BOLDEN)
                .lines()
                .map(line -> AtText.of(line).client() + AtText.of(line).time()))
        .containsExactly("a2", "b1");
    test.say(client, "IAMAT a +1+1 3");
    assertThat(test.takeDone()).containsExactly("tell 0", "STORED");
  }

  @Test
  void aNeighbourWhoseLinkIsDownIsNotTold() {
    test.node().linkDown(TestNode.HAMILTON);
    test.say(client, "IAMAT a +1+1 1");
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 2", "STORED");
    assertThat(test.drain(TestNode.HAMILTON)).isEmpty();
    assertThat(test.node().hasToTell(TestNode.HAMILTON)).isFalse();
  }

  @Test
  void aLinkToAServerOfOursBeginsWithAComparison() {
    test.node().linkDown(TestNode.HAMILTON);
    test.say(client, "IAMAT a +1+1 1");
    test.takeDone();
    test.node().linkUp(TestNode.HAMILTON, true);
    assertThat(test.takeDone()).containsExactly("tell 1");
    assertThat(test.node().hasToTell(TestNode.HAMILTON)).isTrue();
    assertThat(test.drain(TestNode.HAMILTON)).isEqualTo("COMPARE\n");
    assertThat(test.node().hasToTell(TestNode.HAMILTON)).isFalse();
  }

  @Test
  void anOldStyleServerIsToldWhatChangedWhileItsLinkWasDown() {
    test.say(client, "IAMAT before +1+1 1");
    test.drain(TestNode.LAKE);
    test.node().linkDown(TestNode.LAKE);
    test.say(client, "IAMAT a +1+1 1", "IAMAT b +1+1 1", "IAMAT a +1+1 2");
    assertThat(test.drain(TestNode.LAKE)).isEmpty();
    test.takeDone();
    test.node().linkUp(TestNode.LAKE, false);
    assertThat(test.takeDone()).containsExactly("tell 2");
    assertThat(test.drain(TestNode.LAKE).lines().map(line -> AtText.of(line).client()))
        .as("and what may have been under way")
        .containsExactly("before", "a", "b");
  }

  @Test
  void anOldStyleServerIsToldAllWhereThatIsWanted() {
    NodeSettings settings =
        new NodeSettings(
            "Alford",
            List.of(new NeighbourSettings("Lake", ExtraFields.NONE, false, CatchUpMode.TABLE)),
            0,
            StaleReply.LITERAL,
            Limits.DEFAULT,
            TestLines.KEY);
    InMemoryServer server = new InMemoryServer(settings, _ -> {});
    server.recall(AT + "\n");
    server.node().linkUp(0, false);
    assertThat(server.drain(0, 1_000)).isEqualTo(AT + "\n");
    server.node().linkDown(0);
    server.node().linkUp(0, false);
    assertThat(server.drain(0, 1_000)).isEqualTo(AT + "\n");
  }

  @Test
  void aDrainEndsBehindTheLineThatReachesItsBytes() {
    test.say(client, "IAMAT a +1+1 1", "IAMAT b +1+1 1", "IAMAT c +1+1 1");
    ByteWriter out = new ByteWriter(1);
    assertThat(test.node().drain(TestNode.BOLDEN, out, 1)).isEqualTo(1);
    assertThat(test.node().hasToTell(TestNode.BOLDEN)).isTrue();
    assertThat(test.node().drain(TestNode.BOLDEN, out, out.size() + 1)).isEqualTo(2);
    assertThat(test.node().drain(TestNode.BOLDEN, out, 100)).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(test.node().status().neighbours().getFirst().told()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, false, ''",
    "NONE, true, '\r'",
    "SENDER, false, ' Alford'",
    "SENDER, true, ' Alford\r'",
    "VISITED, false, ' Hill Alford'"
  })
  void anOldStyleNeighbourIsToldInItsDialect(ExtraFields extra, boolean crlf, String end) {
    TestNode node = new TestNode(StaleReply.LITERAL, extra, crlf);
    node.joinAll();
    node.say(new Session(true), AT);
    assertThat(node.drain(TestNode.LAKE)).isEqualTo(AT + end + "\n");
    assertThat(node.drain(TestNode.BOLDEN)).isEqualTo(AT + "\n");
  }

  @Test
  void whereTheClientSpokeToUsOnlyWeAreVisited() {
    TestNode node = new TestNode(StaleReply.LITERAL, ExtraFields.VISITED, false);
    node.joinAll();
    node.say(client, "IAMAT a +1+1 1479413884");
    assertThat(node.drain(TestNode.LAKE)).endsWith(" 1479413884 Alford\n");
  }
}
