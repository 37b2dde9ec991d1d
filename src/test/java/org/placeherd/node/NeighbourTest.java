package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeSettings.CatchUpMode;
import org.placeherd.node.NodeSettings.ExtraFields;
import org.placeherd.node.NodeSettings.NeighbourSettings;

/// What waits for a neighbour while its link is up, down, and up again.
class NeighbourTest {
  private static Neighbour neighbour(CatchUpMode catchUp) {
    NeighbourSettings settings = new NeighbourSettings("Bolden", ExtraFields.NONE, false, catchUp);
    return new Neighbour(
        settings, new Knowledge(NodeSettings.DEFAULT_TOLERANCE_NANOS, TestLines.KEY));
  }

  private static List<Integer> tellAll(Neighbour neighbour) {
    List<Integer> clients = new ArrayList<>();
    while (true) {
      int client = neighbour.takeFresh();
      if (client == ClientSet.NOBODY) {
        client = neighbour.takeMissed();
      }
      if (client == ClientSet.NOBODY) {
        return clients;
      }
      neighbour.hasTold(client);
      clients.add(client);
    }
  }

  @Test
  void nothingWaitsForAServerOfOursWhoseLinkIsLost() {
    Neighbour ours = neighbour(CatchUpMode.CHANGES);
    ours.linkUp(0, true);
    IntStream.range(0, 200).forEach(ours::add);
    ours.linkDown();
    assertThat(ours.add(300)).isFalse();
    assertThat(ours.pending()).isZero();
    ours.linkUp(0, true);
    assertThat(ours.catchUp().isRunning()).isTrue();
    assertThat(tellAll(ours)).isEmpty();
    assertThat(ours.losses()).isEqualTo(1);
  }

  @Test
  void whatAnOldStyleServerMissesWaitsForIt() {
    Neighbour other = neighbour(CatchUpMode.CHANGES);
    assertThat(other.add(1)).as("it cannot be told now").isFalse();
    other.linkUp(10, false);
    other.add(2);
    assertThat(tellAll(other)).containsExactly(1, 2);
    other.linkDown();
    other.add(3);
    other.linkUp(10, false);
    assertThat(tellAll(other)).as("the last ones may have been lost").containsExactly(1, 2, 3);
  }

  @Test
  void onlyTheLastLinesAreToldAgain() {
    Neighbour other = neighbour(CatchUpMode.CHANGES);
    other.linkUp(0, false);
    IntStream.range(0, 20_000).forEach(other::add);
    tellAll(other);
    other.linkDown();
    assertThat(other.pending()).isEqualTo(16_384);
    assertThat(other.takeFresh()).isEqualTo(20_000 - 16_384);
  }

  @Test
  void anOldStyleServerThatIsToldTheTableHearsFreshReportsFirst() {
    Neighbour other = neighbour(CatchUpMode.TABLE);
    other.linkUp(4, false);
    other.add(9);
    other.add(1);
    assertThat(other.pending()).isEqualTo(6);
    assertThat(tellAll(other)).containsExactly(9, 1, 0, 1, 2, 3);
  }

  @Test
  void aWalkThroughTheTableBeginsAnewWithTheLink() {
    Neighbour other = neighbour(CatchUpMode.TABLE);
    other.linkUp(4, false);
    assertThat(other.takeMissed()).isZero();
    other.linkDown();
    other.linkUp(3, false);
    assertThat(tellAll(other)).containsExactly(0, 1, 2);
  }

  @Test
  void aLazyNeighbourIsNotPrompted() {
    Neighbour ours = neighbour(CatchUpMode.CHANGES);
    ours.linkUp(0, true);
    ours.setLazy(true);
    assertThat(ours.add(1)).isFalse();
    assertThat(ours.pending()).isEqualTo(1);
  }
}
