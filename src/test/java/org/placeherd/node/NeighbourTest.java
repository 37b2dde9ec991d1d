package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;

/// What a neighbour still has to be told is a set, in the order of first mention.
class NeighbourTest {
  private final Neighbour neighbour = up(0);

  private static Neighbour up(int clients) {
    Neighbour neighbour = new Neighbour(new NeighbourSettings("Bolden", ExtraFields.NONE, false));
    neighbour.linkUp(clients, true);
    return neighbour;
  }

  private static List<Integer> drain(Neighbour neighbour) {
    List<Integer> clients = new ArrayList<>();
    for (int client = neighbour.next(); client >= 0; client = neighbour.next()) {
      clients.add(client);
    }
    return clients;
  }

  @Test
  void aClientWaitsOnce() {
    assertThat(neighbour.add(5)).as("there was nothing before").isTrue();
    assertThat(neighbour.add(7)).isFalse();
    assertThat(neighbour.add(5)).isFalse();
    assertThat(neighbour.pending()).isEqualTo(2);
    assertThat(drain(neighbour)).containsExactly(5, 7);
    assertThat(neighbour.add(5)).as("it was taken, so it may wait again").isTrue();
    assertThat(drain(neighbour)).containsExactly(5);
    assertThat(neighbour.told()).isEqualTo(3);
  }

  @Test
  void theRingGrowsAndWraps() {
    SplittableRandom random = new SplittableRandom(1);
    Set<Integer> waiting = new LinkedHashSet<>();
    for (int i = 0; i < 200_000; i++) {
      boolean growing = i / 20_000 % 2 == 0;
      if (random.nextInt(100) < (growing ? 60 : 40)) {
        int client = random.nextInt(5_000);
        neighbour.add(client);
        waiting.add(client);
      } else {
        int next = waiting.isEmpty() ? -1 : waiting.iterator().next();
        assertThat(neighbour.next()).isEqualTo(next);
        waiting.remove(next);
      }
      assertThat(neighbour.pending()).isEqualTo(waiting.size());
    }
    assertThat(drain(neighbour)).containsExactlyElementsOf(waiting);
  }

  @Test
  void highNumbersFindRoom() {
    neighbour.add(10_000_000);
    neighbour.add(0);
    assertThat(drain(neighbour)).containsExactly(10_000_000, 0);
  }

  @Test
  void aLostLinkEmptiesIt() {
    Neighbour lost = up(3);
    IntStream.range(0, 200).forEach(lost::add);
    lost.next();
    lost.linkDown();
    assertThat(lost.isUp()).isFalse();
    assertThat(lost.pending()).isZero();
    assertThat(lost.next()).isNegative();
    lost.linkUp(0, true);
    assertThat(IntStream.range(0, 200).filter(lost::add).boxed())
        .as("none is thought to wait")
        .containsExactly(0);
    assertThat(drain(lost)).hasSize(200);
  }

  @Test
  void freshReportsComeBeforeTheCatchUpWhichTellsAll() {
    Neighbour back = up(4);
    back.add(9);
    back.add(1);
    assertThat(back.pending()).isEqualTo(6);
    assertThat(List.of(back.next(), back.next(), back.next())).containsExactly(9, 1, 0);
    back.add(3);
    assertThat(drain(back)).containsExactly(3, 1, 2, 3);
    assertThat(back.pending()).isZero();
  }

  @Test
  void aLinkThatComesUpAgainAmidTheCatchUpStartsItAnew() {
    Neighbour back = up(4);
    back.next();
    back.next();
    back.linkDown();
    back.linkUp(3, false);
    assertThat(drain(back)).containsExactly(0, 1, 2);
    assertThat(back.losses()).isEqualTo(1);
    assertThat(back.isOurs()).isFalse();
  }
}
