package org.placeherd.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.placeherd.geo.Box;
import org.placeherd.geo.LatLon;
import org.placeherd.web.stream.ChangesBackend.Page;

/// Who is sent what, on a loop and with readers that a test drives by hand.
class StreamHubTest {
  private static final LatLon HERE = new LatLon(1, 2);
  private static final StreamBounds BOUNDS =
      new StreamBounds(
          3,
          1_024,
          1 << 20,
          1_000,
          3_000,
          Duration.ofSeconds(45),
          Duration.ofSeconds(15),
          Duration.ofMillis(20),
          Duration.ofMinutes(5));

  private final StubChanges backend = new StubChanges();
  private final TestLoop loop = new TestLoop();
  private boolean mayFollow = true;
  private final StreamHub hub = new StreamHub(backend, new PlainWords(), loop, BOUNDS);

  private Subscriber join(TestReader reader, StreamFilter filter, String since, boolean snapshot) {
    Optional<String> id = since.isEmpty() ? Optional.empty() : Optional.of(since);
    Subscriber subscriber =
        hub.join(new Wish(filter, Form.JSON_LINES, id, snapshot, () -> mayFollow)).orElseThrow();
    hub.ready();
    loop.run();
    hub.begin(subscriber, reader);
    loop.run();
    return subscriber;
  }

  private TestReader follow(StreamFilter filter) {
    TestReader reader = new TestReader();
    join(reader, filter, "", false);
    return reader;
  }

  private void tell(int client, String name, int time, Optional<LatLon> before) {
    backend.tell(StubChanges.change(client, StubChanges.line(name, "+1.0+2.0", time), before));
    loop.pass(Duration.ofMillis(20));
  }

  private static String event(String name, int time, long number) {
    return "{\"event\":\"position\",\"data\":{\"%s\":\"+1.0+2.0 at %d\"},\"id\":\"start1.%d\"}"
        .formatted(name, time, number);
  }

  private static StreamFilter box(double south, double west, double north, double east) {
    return new StreamFilter(
        "", Optional.empty(), Optional.of(new Box(south, west, north, east)), Optional.empty());
  }

  @Test
  void whoKeepsUpIsToldEveryChangeInOrder() {
    TestReader reader = follow(StreamFilter.ALL);
    assertThat(reader.events).containsExactly("{\"event\":\"alive\",\"id\":\"start1.0\"}");
    reader.take();
    tell(0, "kiwi", 1, Optional.empty());
    tell(0, "kiwi", 2, Optional.of(HERE));
    tell(1, "emu", 3, Optional.empty());
    assertThat(reader.take())
        .containsExactly(event("kiwi", 1, 1), event("kiwi", 2, 2), event("emu", 3, 3));
  }

  @Test
  void aChangeLeavesAtOnceAndThoseCloseBehindItTogether() {
    TestReader reader = follow(StreamFilter.ALL);
    loop.pass(Duration.ofSeconds(1));
    reader.writes = 0;
    for (int i = 0; i < 10; i++) {
      backend.tell(
          StubChanges.change(0, StubChanges.line("kiwi", "+1.0+2.0", i), Optional.of(HERE)));
      loop.run();
    }
    assertThat(reader.writes).isEqualTo(1);
    loop.pass(Duration.ofMillis(20));
    assertThat(reader.writes).isEqualTo(2);
    assertThat(reader.take()).hasSize(10);
  }

  @Test
  void filtersOfNamesAndAreasLetThroughWhatTheySay() {
    TestReader kiwis =
        follow(
            new StreamFilter(
                "ki", Optional.of(new NamePattern("*w*")), Optional.empty(), Optional.empty()));
    TestReader east = follow(box(0, 2, 2, 3));
    TestReader west = follow(box(0, -2, 2, -1));
    for (String name : List.of("kiwi", "kilo", "emu")) {
      tell(0, name, 1, Optional.empty());
    }
    assertThat(kiwis.take()).containsExactly(event("kiwi", 1, 1));
    assertThat(east.take()).hasSize(3);
    assertThat(west.take()).isEmpty();
  }

  @Test
  void whoLeavesAnAreaIsSaidToHaveLeftItOnce() {
    TestReader reader = follow(box(0, 170, 2, -170));
    String outside = StubChanges.line("kiwi", "+1.0+169.0", 2);
    backend.tell(
        StubChanges.change(0, StubChanges.line("kiwi", "+1.0-175.0", 1), Optional.empty()),
        StubChanges.change(0, outside, Optional.of(new LatLon(1, -175))),
        StubChanges.change(0, outside, Optional.of(new LatLon(1, 169))),
        StubChanges.change(0, "GONE Alford +0.5 kiwi 3", Optional.of(new LatLon(1, 169))));
    loop.pass(Duration.ofMillis(20));
    assertThat(reader.take())
        .containsExactly(
            "{\"event\":\"position\",\"data\":{\"kiwi\":\"+1.0-175.0 at 1\"},\"id\":\"start1.1\"}",
            "{\"event\":\"left\",\"data\":{\"kiwi\":1},\"id\":\"start1.2\"}");
  }

  @Test
  void whoIsDeletedIsSaidToBeGone() {
    TestReader all = follow(StreamFilter.ALL);
    TestReader area = follow(box(0, 0, 3, 3));
    backend.tell(StubChanges.change(0, "GONE Alford +0.5 kiwi 3", Optional.of(HERE)));
    loop.pass(Duration.ofMillis(20));
    String gone = "{\"event\":\"gone\",\"data\":{\"kiwi\":1},\"id\":\"start1.1\"}";
    assertThat(all.take()).containsExactly(gone);
    assertThat(area.take()).containsExactly(gone);
  }

  @Test
  void whoComesBackGoesOnWithoutAGap() {
    TestReader first = new TestReader();
    Subscriber subscriber = join(first, StreamFilter.ALL, "", false);
    tell(0, "kiwi", 1, Optional.empty());
    hub.leave(subscriber);
    tell(0, "kiwi", 2, Optional.of(HERE));
    tell(0, "kiwi", 3, Optional.of(HERE));
    TestReader second = new TestReader();
    join(second, StreamFilter.ALL, "start1.1", true);
    tell(0, "kiwi", 4, Optional.of(HERE));
    assertThat(first.take()).containsExactly(event("kiwi", 1, 1));
    assertThat(second.take())
        .containsExactly(event("kiwi", 2, 2), event("kiwi", 3, 3), event("kiwi", 4, 4));
    assertThat(backend.asked).isEmpty();
  }

  @Test
  void whoComesBackToAnotherStartIsToldThatItMissedSomething() {
    for (String id : List.of("other.1", "start1.99", "start1.-1", "nonsense", "start1.x")) {
      TestReader reader = new TestReader();
      Subscriber subscriber = join(reader, StreamFilter.ALL, id, false);
      assertThat(reader.take())
          .as(id)
          .containsExactly(
              "{\"event\":\"missed\",\"data\":{\"to\":\"start1.0\"},\"id\":\"start1.0\"}");
      hub.leave(subscriber);
    }
  }

  @Test
  void whoseChangesAreForgottenIsToldHowMany() {
    follow(StreamFilter.ALL);
    for (int i = 1; i <= 1_500; i++) {
      backend.tell(
          StubChanges.change(0, StubChanges.line("kiwi", "+1.0+2.0", i), Optional.of(HERE)));
    }
    loop.pass(Duration.ofSeconds(1));
    TestReader late = new TestReader();
    join(late, StreamFilter.ALL, "start1.10", false);
    tell(0, "kiwi", 1_501, Optional.of(HERE));
    assertThat(late.take())
        .containsExactly(
            "{\"event\":\"missed\",\"data\":{\"changes\":1490,\"from\":\"start1.11\","
                + "\"to\":\"start1.1500\"},\"id\":\"start1.1500\"}",
            event("kiwi", 1_501, 1_501));
  }

  @Test
  void whoIsSlowIsServedAtItsOwnPaceAndHasNoGap() {
    TestReader fast = follow(StreamFilter.ALL);
    TestReader slow = follow(StreamFilter.ALL);
    slow.isReading = false;
    for (int i = 1; i <= 900; i++) {
      tell(0, "kiwi", i, Optional.of(HERE));
    }
    assertThat(fast.take()).hasSize(900);
    assertThat(slow.events).as("sent to one who does not read").hasSizeLessThan(20);
    slow.readOn();
    loop.run();
    tell(0, "kiwi", 901, Optional.of(HERE));
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 901; i++) {
      expected.add(event("kiwi", i, i));
    }
    assertThat(slow.take()).isEqualTo(expected);
  }

  @Test
  void whoIsTooSlowMissesWhatIsForgottenAndGoesOnWithNow() {
    TestReader slow = follow(StreamFilter.ALL);
    slow.isReading = false;
    for (int i = 1; i <= 3_000; i++) {
      backend.tell(
          StubChanges.change(0, StubChanges.line("kiwi", "+1.0+2.0", i), Optional.of(HERE)));
      loop.pass(Duration.ofMillis(1));
    }
    List<String> before = slow.take();
    slow.readOn();
    loop.run();
    long next = before.size() + 1L;
    assertThat(slow.take())
        .containsExactly(
            "{\"event\":\"missed\",\"data\":{\"changes\":%d,\"from\":\"start1.%d\",\"to\":\"start1.3000\"},\"id\":\"start1.3000\"}"
                .formatted(3_000 - next + 1, next));
    tell(0, "kiwi", 3_001, Optional.of(HERE));
    assertThat(slow.take()).containsExactly(event("kiwi", 3_001, 3_001));
  }

  @Test
  void whoReadsNothingIsClosedAndTheOthersAreNot() {
    TestReader fast = follow(StreamFilter.ALL);
    TestReader stuck = follow(StreamFilter.ALL);
    stuck.isReading = false;
    tell(0, "kiwi", 1, Optional.empty());
    loop.pass(Duration.ofSeconds(44));
    assertThat(stuck.ended).isEmpty();
    loop.pass(Duration.ofSeconds(6));
    assertThat(stuck.ended).contains(Outgoing.End.TOO_SLOW);
    assertThat(fast.ended).isEmpty();
    assertThat(hub.size()).isEqualTo(1);
  }

  @Test
  void whatTakesLongLeavesTheLoopToOthersAndIsToldWholeAndInOrder() {
    TestReader reader = follow(StreamFilter.ALL);
    ChangesBackend.Change[] many = new ChangesBackend.Change[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = StubChanges.change(0, StubChanges.line("kiwi", "+1.0+2.0", i), Optional.of(HERE));
    }
    loop.nanosALook = 1_000_000;
    loop.turns = 0;
    backend.tell(many);
    loop.pass(Duration.ofSeconds(1));
    assertThat(loop.turns).as("turns of the loop").isGreaterThan(10);
    TestReader back = new TestReader();
    loop.turns = 0;
    join(back, StreamFilter.ALL, "start1.0", false);
    assertThat(loop.turns).as("turns of who is behind").isGreaterThan(10);
    loop.nanosALook = 0;
    loop.pass(Duration.ofMillis(20));
    List<String> told = reader.take();
    assertThat(told).hasSize(100);
    assertThat(told.getLast()).isEqualTo(event("kiwi", 99, 100));
    assertThat(back.take()).isEqualTo(told);
  }

  @Test
  void whatNobodyCanBeToldEverybodyHasMissed() {
    TestReader reader = follow(StreamFilter.ALL);
    tell(0, "kiwi", 1, Optional.empty());
    backend.lose(3);
    loop.run();
    tell(0, "kiwi", 5, Optional.of(HERE));
    assertThat(reader.take())
        .containsExactly(
            event("kiwi", 1, 1),
            "{\"event\":\"missed\",\"data\":{\"changes\":3,\"from\":\"start1.2\","
                + "\"to\":\"start1.4\"},\"id\":\"start1.4\"}",
            event("kiwi", 5, 5));
  }

  @Test
  void aSnapshotComesFirstAndNoChangeIsLostOrOlder() {
    TestReader reader = new TestReader();
    join(reader, StreamFilter.ALL, "", true);
    String begun = "{\"event\":\"position\",\"data\":{\"%s\":\"+1.0+2.0 at %d\"}}";
    // Of the two changes the first page has seen one; a client of the second page moves meanwhile.
    tell(0, "kiwi", 10, Optional.of(HERE));
    tell(7, "emu", 10, Optional.of(HERE));
    tell(0, "kiwi", 11, Optional.of(HERE));
    assertThat(backend.asked).hasSize(1);
    backend
        .asked
        .getFirst()
        .page()
        .complete(new Page(List.of(StubChanges.line("kiwi", "+1.0+2.0", 10)), 5, false, 2));
    loop.run();
    assertThat(reader.take())
        .containsExactly(begun.formatted("kiwi", 10), begun.formatted("kiwi", 11));
    // The second page overtakes a change that it has seen.
    assertThat(backend.asked.getLast().from()).isEqualTo(5);
    backend
        .asked
        .getLast()
        .page()
        .complete(new Page(List.of(StubChanges.line("emu", "+1.0+2.0", 12)), 8, true, 4));
    loop.run();
    assertThat(reader.take()).containsExactly(begun.formatted("emu", 12));
    backend.tell(
        StubChanges.change(7, StubChanges.line("emu", "+1.0+2.0", 12), Optional.of(HERE)),
        StubChanges.change(8, StubChanges.line("new", "+1.0+2.0", 13), Optional.empty()));
    loop.pass(Duration.ofMillis(20));
    assertThat(reader.take())
        .containsExactly(
            begun.formatted("new", 13),
            "{\"event\":\"snapshot\",\"data\":{\"clients\":2},\"id\":\"start1.5\"}");
    tell(7, "emu", 14, Optional.of(HERE));
    assertThat(reader.take()).containsExactly(event("emu", 14, 6));
  }

  @Test
  void aStreamIsAliveAndSaysHowFarItHasCome() {
    TestReader reader =
        follow(new StreamFilter("x", Optional.empty(), Optional.empty(), Optional.empty()));
    tell(0, "kiwi", 1, Optional.empty());
    loop.pass(Duration.ofSeconds(15));
    assertThat(reader.events.getLast()).isEqualTo("{\"event\":\"alive\",\"id\":\"start1.1\"}");
  }

  @Test
  void thereAreNoMoreThanMayBe() {
    List<TestReader> readers = List.of(follow(StreamFilter.ALL), follow(box(0, 0, 1, 1)));
    TestReader last = new TestReader();
    Subscriber subscriber = join(last, StreamFilter.ALL, "", false);
    Wish wish = new Wish(StreamFilter.ALL, Form.EVENT_STREAM, Optional.empty(), false, () -> true);
    assertThat(hub.join(wish)).isEmpty();
    hub.leave(subscriber);
    assertThat(hub.join(wish)).isPresent();
    assertThat(readers).hasSize(2);
  }

  @Test
  void changesAreKeptForAWhileWhenNobodyFollowsAndThenNotToldAnyMore() {
    Subscriber subscriber = join(new TestReader(), StreamFilter.ALL, "", false);
    hub.leave(subscriber);
    loop.pass(Duration.ofMinutes(4));
    TestReader back = new TestReader();
    Subscriber second = join(back, StreamFilter.ALL, "start1.0", false);
    assertThat(back.take()).isEmpty();
    hub.leave(second);
    loop.pass(Duration.ofMinutes(6));
    assertThat(backend.unfollowed).isEqualTo(1);
    TestReader late = new TestReader();
    join(late, StreamFilter.ALL, "start1.0", false);
    assertThat(late.take()).singleElement().asString().contains("missed");
    assertThat(backend.sinks).hasSize(2);
  }

  @Test
  void whoMayFollowNoMoreIsToldNothingAndIsEndedSoon() {
    TestReader reader = follow(StreamFilter.ALL);
    TestReader slow = follow(StreamFilter.ALL);
    slow.isReading = false;
    tell(0, "kiwi", 1, Optional.empty());
    assertThat(reader.take()).hasSize(1);
    mayFollow = false;
    tell(0, "kiwi", 2, Optional.of(HERE));
    assertThat(reader.events).isEmpty();
    loop.pass(Duration.ofSeconds(5));
    assertThat(reader.ended).contains(Outgoing.End.NOT_ALLOWED);
    assertThat(slow.ended).contains(Outgoing.End.NOT_ALLOWED);
    assertThat(hub.size()).isZero();
  }

  @Test
  void whenTheServerStopsAllAreTold() {
    TestReader reader = follow(StreamFilter.ALL);
    assertThat(hub.close().succeeded()).isTrue();
    assertThat(reader.ended).contains(Outgoing.End.GOING_AWAY);
    Wish wish = new Wish(StreamFilter.ALL, Form.EVENT_STREAM, Optional.empty(), false, () -> true);
    assertThat(hub.join(wish)).isEmpty();
  }
}
