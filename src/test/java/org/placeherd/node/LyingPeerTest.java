package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;
import org.placeherd.node.NodeSettings.StaleReply;
import org.placeherd.wire.Hello;
import org.placeherd.wire.Limits;
import org.placeherd.wire.LineBatch;

/// A neighbour of ours that says what is not so: it may waste its own link, and grows nobody.
class LyingPeerTest {
  private static final long NOW_NANOS = 1_479_413_884_000_000_000L;
  private static final String SUMS = "B".repeat(64 * 11);
  private static final String LEAF_SUMS = "B".repeat(128 * 6);

  private final InMemoryServer alford =
      new InMemoryServer(
          new NodeSettings(
              "Alford",
              List.of(new NeighbourSettings("Bolden", ExtraFields.NONE, false)),
              NodeSettings.DEFAULT_TOLERANCE_NANOS,
              StaleReply.LITERAL,
              Limits.DEFAULT,
              TestLines.KEY,
              Spread.FLOOD,
              List.of("Alford", "Bolden", "Welsh")),
          _ -> {});

  private static String report(String server, String client) {
    return "AT %s +0.500000000 %s +34.068930-118.445127 1479413880.5\n".formatted(server, client);
  }

  /// Bolden answers so that leaf 0000 is asked for; there is a client in it.
  private void beginALie() {
    alford.node().linkUp(0, true);
    InMemoryServer.Ear ear = alford.new Ear(0);
    assertThat(alford.drain(0, 1_000)).isEqualTo("COMPARE\n");
    for (int bucket = 0; bucket < 256; bucket += 64) {
      ear.hear("TOP %02x %s\n".formatted(bucket, SUMS));
    }
    assertThat(alford.drain(0, 1_000)).startsWith("COMPARE 00\n");
    for (int leaf = 0; leaf < 16 * 256; leaf += 128) {
      ear.hear("LEAVES %04x %s\n".formatted(leaf, LEAF_SUMS));
    }
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @Test
  void aListWithoutEndIsNotKept() {
    IntStream.range(0, 200_000).forEach(i -> alford.recall(report("Alford", "c" + i)));
    beginALie();
    String question = alford.drain(0, 100);
    assertThat(question).startsWith("COMPARE ");
    String leaf = question.substring(8, 12);
    LineBatch lines =
        TestLines.batch(
            "LIST %s 99999999 %s\n".formatted(leaf, LEAF_SUMS).repeat(100), TestLines.KEY);
    alford.node().heard(0, lines);
    long before = allocatedBytes();
    for (int i = 0; i < 500; i++) {
      alford.node().heard(0, lines);
    }
    assertThat(allocatedBytes() - before).as("for 6.4 million values").isLessThan(1_000_000);
  }

  @Test
  void aListOfALeafThatNobodyAskedForIsNotHeard() {
    IntStream.range(0, 1_000).forEach(i -> alford.recall(report("Alford", "c" + i)));
    alford.node().linkUp(0, true);
    alford.drain(0, 1_000);
    InMemoryServer.Ear ear = alford.new Ear(0);
    for (int leaf = 0; leaf < Digests.LEAVES; leaf++) {
      ear.hear("LIST %04x 0\n".formatted(leaf));
    }
    assertThat(alford.node().hasToTell(0)).isFalse();
  }

  @Test
  void namesOfServersThatItMakesUpTakeNobodysPlace() {
    InMemoryServer.Connection peer = alford.new Connection(true);
    peer.read(Hello.line("Bolden"), NOW_NANOS);
    for (int i = 0; i < 2 * ServerNames.MAX_SERVERS; i++) {
      peer.read(report("made-up-" + i, "c" + i), NOW_NANOS);
    }
    assertThat(alford.node().status().alarms()).isPositive();
    for (String server : List.of("Alford", "Bolden", "Welsh")) {
      peer.read(report(server, "client-of-" + server), NOW_NANOS);
      assertThat(
              alford.new Connection(false)
                  .read("WHATSAT client-of-" + server + " 1 1\n", NOW_NANOS))
          .startsWith("AT " + server);
    }
  }
}
