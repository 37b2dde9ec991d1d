package org.placeherd.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A server whose clock is ahead is not believed until its time has come.
class HeldReportsTest {
  private static final long SECOND = 1_000_000_000L;

  /// Received ten seconds and a nanosecond in the future of a [TestNode].
  private static final String AHEAD = "AT Bolden +0.000000000 kiwi +34-118 1479413894.656000001";

  private final TestNode test = TestNode.joined();

  @Test
  void tenSecondsAheadAreBelieved() {
    test.say(new Session(true), "AT Bolden +10.656000000 kiwi +34-118 1479413884");
    assertThat(test.takeDone()).endsWith("STORED");
    assertThat(test.node().status().alarms()).isZero();
  }

  @Test
  void moreThanTenSecondsAheadIsHeldAndAnAlarm() {
    test.say(new Session(true), AHEAD);
    assertThat(test.takeDone()).containsExactly("HELD");
    assertThat(test.stored("kiwi")).startsWith("?");
    assertThat(test.node().status().held()).isEqualTo(1);
    assertThat(test.node().status().alarms()).isEqualTo(1);
  }

  @Test
  void itIsLetInWhenItIsNoMoreThanTenSecondsAhead() {
    test.say(new Session(true), AHEAD);
    test.takeDone();
    test.pass(0);
    assertThat(test.takeDone()).isEmpty();
    test.pass(1);
    assertThat(test.takeDone()).containsExactly("tell 0", "tell 1", "tell 2", "STORED");
    assertThat(test.stored("kiwi")).isEqualTo(AHEAD);
    assertThat(test.node().status().held()).isZero();
  }

  @Test
  void itIsNotToldBackToWhoToldIt() {
    test.say(test.greetedBy("Bolden"), AHEAD);
    test.pass(SECOND);
    assertThat(test.drain(TestNode.BOLDEN)).isEmpty();
    assertThat(test.drain(TestNode.HAMILTON)).isEqualTo(AHEAD + "\n");
  }

  @Test
  void itIsToldBackIfItsTellerMayHaveStartedAnewSince() {
    test.say(test.greetedBy("Bolden"), AHEAD);
    test.node().linkDown(TestNode.BOLDEN);
    test.node().linkUp(TestNode.BOLDEN, true);
    test.drain(TestNode.BOLDEN); // the question with which a comparison begins
    test.pass(SECOND);
    assertThat(test.drain(TestNode.BOLDEN)).isEqualTo(AHEAD + "\n");
  }

  @Test
  void itYieldsToWhatHasBecomeNewerMeanwhile() {
    test.say(new Session(true), AHEAD);
    test.say(new Session(false), "IAMAT kiwi +1+1 1479413899");
    test.takeDone();
    test.pass(SECOND);
    assertThat(test.takeDone()).containsExactly("NOT_NEWER");
  }

  @Test
  void heldReportsAreLetInInTheOrderOfTheirTimes() {
    Session peer = new Session(true);
    test.say(peer, "AT Bolden +0.000000000 late +34-118 1479413999");
    test.say(peer, "AT Bolden +0.000000000 soon +34-118 1479413899");
    test.takeDone();
    test.pass(10 * SECOND);
    assertThat(test.stored("soon")).startsWith("AT Bolden");
    assertThat(test.stored("late")).startsWith("?");
    test.pass(1_000 * SECOND);
    assertThat(test.stored("late")).startsWith("AT Bolden");
  }

  @Test
  void aReportReceivedAtTheEndOfTimeWaitsForEver() {
    test.say(new Session(true), "AT Bolden +1e99 kiwi +34-118 1");
    test.pass(1_000_000_000 * SECOND);
    assertThat(test.stored("kiwi")).startsWith("?");
  }

  @Test
  void noMoreAreHeldThanThereIsRoomFor() {
    Session peer = new Session(true);
    for (int i = 0; i < HeldReports.MAX_HELD; i++) {
      test.say(peer, "AT Bolden +0.000000000 k" + i + " +34-118 1479413999");
    }
    test.takeDone();
    test.say(peer, "AT Bolden +1e99 endless +34-118 1");
    assertThat(test.takeDone()).containsExactly("HOLD_FULL");
    assertThat(test.node().status().held()).isEqualTo(HeldReports.MAX_HELD);
    test.pass(1_000 * SECOND);
    assertThat(test.node().status().clients()).isEqualTo(HeldReports.MAX_HELD);
    assertThat(test.node().status().held()).isZero();
  }

  @Test
  void whatIsDueLastMakesWay() {
    Session peer = new Session(true);
    for (int i = 0; i < HeldReports.MAX_HELD; i++) {
      test.say(peer, "AT Bolden +1e99 endless" + i + " +34-118 1");
    }
    test.takeDone();
    test.say(peer, AHEAD);
    assertThat(test.takeDone()).containsExactly("HELD");
    assertThat(test.node().status().held()).isEqualTo(HeldReports.MAX_HELD);
    test.pass(1_000 * SECOND);
    assertThat(test.node().status().clients()).isEqualTo(1);
  }
}
