package org.placeherd.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Rate;

/// A server that has no room for all clients of its neighbour: it is not told of them for ever.
class FullTableTest {
  private static final long NOW_NANOS = 1_479_413_884_000_000_000L;
  private static final int CLIENTS = 1_000;

  /// A day of comparisons in the background.
  private static final int TURNS = 8_640;

  private final InMemoryServer alford = server("Alford", "Bolden", ClientLimits.NONE);
  private final InMemoryServer bolden =
      server("Bolden", "Alford", new ClientLimits(CLIENTS / 2, Long.MAX_VALUE, Rate.NONE));
  private final InMemoryServer.Connection connection = bolden.new Connection(true);
  private final InMemoryServer.Ear ear = alford.new Ear(0);
  private long told;

  private static InMemoryServer server(String name, String neighbour, ClientLimits clients) {
    NodeSettings settings =
        new NodeSettings(
            name,
            List.of(new NeighbourSettings(neighbour, ExtraFields.NONE, false)),
            NodeSettings.DEFAULT_TOLERANCE_NANOS,
            StaleReply.LITERAL,
            Limits.DEFAULT,
            new HashKey(name.length(), 2));
    return new InMemoryServer(settings.with(clients), _ -> {});
  }

  private static String report(int client, int second) {
    return "AT Hill +0.5 client%d +34-118 %d\n".formatted(client, second);
  }

  private void talk() {
    while (alford.node().hasToTell(0)) {
      String lines = alford.drain(0, 1_000);
      told += lines.lines().filter(line -> line.startsWith("AT ")).count();
      ear.hear(connection.read(lines, NOW_NANOS));
    }
  }

  @Test
  void comparisonsThatFindTheSameAgainAreHeldSeldom() {
    compareForADay();
    assertThat(told / (CLIENTS / 2)).isBetween(1L, TURNS / 64 + 8L);
  }

  private void compareForADay() {
    alford.recall(
        IntStream.range(0, CLIENTS).mapToObj(i -> report(i, 1)).collect(Collectors.joining()));
    connection.read(Hello.line("Alford"), NOW_NANOS);
    alford.node().linkUp(0, true);
    talk();
    assertThat(bolden.node().clients()).isEqualTo(CLIENTS / 2);
    assertThat(bolden.node().status().alarms()).isEqualTo(CLIENTS / 2);
    told = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      alford.node().compare(0, NOW_NANOS);
      talk();
    }
  }

  @Test
  void whoIsKnownIsKeptInStepAllTheSame() {
    compareForADay();
    InMemoryServer.Connection asker = bolden.new Connection(false);
    InMemoryServer.Connection other = alford.new Connection(false);
    List<Integer> known =
        IntStream.range(0, CLIENTS)
            .filter(i -> asker.read(question(i), NOW_NANOS).startsWith("AT"))
            .boxed()
            .toList();
    assertThat(known).hasSize(CLIENTS / 2);
    // As if the flood of it had been lost.
    alford.recall(known.stream().map(i -> report(i, 2)).collect(Collectors.joining()));
    for (int turn = 0; turn < 128; turn++) {
      alford.node().compare(0, NOW_NANOS);
      talk();
    }
    assertThat(known)
        .allMatch(
            i -> asker.read(question(i), NOW_NANOS).equals(other.read(question(i), NOW_NANOS)));
  }

  private static String question(int client) {
    return "WHATSAT client%d 1 1\n".formatted(client);
  }

  @Test
  void whoIsKnownCanBeDeletedThereAndIsRememberedAsDeleted() {
    compareForADay();
    InMemoryServer.Connection asker = bolden.new Connection(false);
    List<Integer> known =
        IntStream.range(0, CLIENTS)
            .filter(i -> asker.read(question(i), NOW_NANOS).startsWith("AT"))
            .boxed()
            .toList();
    String here = "client" + known.getFirst();
    assertThat(bolden.node().forget(here.getBytes(UTF_8), NOW_NANOS, _ -> {}))
        .isEqualTo(Outcome.STORED);
    assertThat(asker.read(question(known.getFirst()), NOW_NANOS)).startsWith("? ");
    String there = "client" + known.getLast();
    assertThat(alford.node().forget(there.getBytes(UTF_8), NOW_NANOS, _ -> {}))
        .isEqualTo(Outcome.STORED);
    talk();
    assertThat(asker.read(question(known.getLast()), NOW_NANOS)).startsWith("? ");
    assertThat(bolden.node().status().gone()).isEqualTo(2);
    assertThat(bolden.node().clients()).isEqualTo(CLIENTS / 2);
  }

  @Test
  void whereNothingDiffersEachTurnIsTaken() {
    alford.node().linkUp(0, true);
    connection.read(Hello.line("Alford"), NOW_NANOS);
    talk();
    for (int turn = 0; turn < 10; turn++) {
      alford.node().compare(0, NOW_NANOS);
      String lines = alford.drain(0, 1_000);
      assertThat(lines).isEqualTo("COMPARE\n");
      ear.hear(connection.read(lines, NOW_NANOS));
      talk();
    }
  }
}
