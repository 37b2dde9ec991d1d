package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.placeherd.node.NodeStatus.CatchUpStatus;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.server.ServerStatus.LinkStatus;

/// What a server waits for before it should be sent clients.
class ReadinessTest {
  private static final List<NeighbourStatus> LACKING = List.of(neighbour(false));
  private static final List<NeighbourStatus> CAUGHT_UP = List.of(neighbour(true));
  private static final List<LinkStatus> UNTRIED = List.of(link(false, false, false));
  private static final List<LinkStatus> FAILED = List.of(link(false, false, true));
  private static final List<LinkStatus> OURS = List.of(link(true, true, true));
  private static final List<LinkStatus> OLD_STYLE = List.of(link(true, false, true));

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Readiness readiness = new Readiness(1, nanos::get);

  private static NeighbourStatus neighbour(boolean hasToldAll) {
    return new NeighbourStatus("Bolden", true, 0, 0, new CatchUpStatus(hasToldAll, 0, 0, 0));
  }

  private static LinkStatus link(boolean isUp, boolean isOurs, boolean isTried) {
    return new LinkStatus("127.0.0.1:1", isUp, isOurs, isTried, 0, 0);
  }

  private List<String> missing(List<NeighbourStatus> neighbours, List<LinkStatus> links) {
    return readiness.missing(neighbours, links, false);
  }

  @Test
  void nobodyWaitsForWhoCannotBeReachedOrDoesNotCompare() {
    readiness.httpIsOpen();
    assertThat(missing(LACKING, FAILED)).isEmpty();
    assertThat(missing(LACKING, OLD_STYLE)).isEmpty();
    assertThat(missing(CAUGHT_UP, OURS)).isEmpty();
  }

  @Test
  void aLinkThatWasNotTriedAndACatchUpThatHasNotEndedAreWaitedFor() {
    readiness.httpIsOpen();
    assertThat(missing(LACKING, UNTRIED))
        .containsExactly("the link to Bolden has not been tried yet");
    assertThat(missing(LACKING, OURS)).containsExactly("the catch-up by Bolden has not ended");
  }

  @Test
  void patienceEndsAndBeginsAnewWhenTheReasonHasGoneMeanwhile() {
    readiness.httpIsOpen();
    readiness.look(LACKING, OURS);
    nanos.addAndGet(Readiness.PATIENCE.toNanos() - 1);
    assertThat(missing(LACKING, OURS)).hasSize(1);
    nanos.incrementAndGet();
    assertThat(missing(LACKING, OURS)).isEmpty();
    assertThat(missing(CAUGHT_UP, OURS)).isEmpty();
    assertThat(missing(LACKING, OURS)).hasSize(1);
  }

  @Test
  void aFullDiskHttpAndAStopAreNamed() {
    assertThat(readiness.missing(CAUGHT_UP, OURS, true))
        .containsExactly("the disk is full", "HTTP is not open yet");
    readiness.httpIsOpen();
    readiness.stops();
    assertThat(missing(CAUGHT_UP, OURS)).containsExactly("it is stopping");
  }
}
