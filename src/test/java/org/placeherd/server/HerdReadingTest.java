package org.placeherd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.placeherd.node.InMemoryServer;
import org.placeherd.node.NodeSettings;
import org.placeherd.ops.EventLog;
import org.placeherd.phones.Friend;
import org.placeherd.places.PlacesGateway;
import org.placeherd.transport.Reactor;
import org.placeherd.web.api.ServerBusy;
import org.placeherd.web.stream.StubChanges;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// The friends that OwnTracks is told of are searched for as the API searches.
class HerdReadingTest {
  private static final long NOW_NANOS = 1_479_413_884_500_000_000L;
  private static final int MORE_THAN_WAIT = 300;

  private final Reactor reactor = new Reactor("herd-reading");
  private final PlacesGateway places = new PlacesGateway(new TestPlaces(), 1_000);
  private final InMemoryServer server =
      new InMemoryServer(
          new NodeSettings(
              "Alford",
              List.of(),
              NodeSettings.DEFAULT_TOLERANCE_NANOS,
              NodeSettings.StaleReply.LITERAL,
              Limits.DEFAULT,
              new HashKey(1, 2)),
          _ -> {});
  private final HerdReading reading =
      new HerdReading(
          Limits.DEFAULT,
          reactor,
          server.node(),
          () -> {
            throw new IllegalStateException("nobody asks for it");
          },
          new HerdEvents(EventLog.off(), EventMode.OFF),
          places,
          (_, _, _, _) -> lines -> CompletableFuture.completedFuture(lines),
          new StubChanges());

  @BeforeEach
  void know() throws Exception {
    reactor.endOfBatch(server.node()::stored);
    onLoop(() ->
        server
            .reporter()
            .read("IAMAT kiwi +1+2 1479413884\nIAMAT moa +1+3 1479413884 spd=5\n", NOW_NANOS));
  }

  @AfterEach
  void stop() {
    reactor.close();
    places.close();
  }

  private void onLoop(Runnable task) throws Exception {
    CompletableFuture.runAsync(task, reactor::execute).get(10, TimeUnit.SECONDS);
  }

  @Test
  void friendsAreToldWhenWhatIsToldOfThemIsSaved() throws Exception {
    CompletableFuture<List<Friend>> friends = reading.around("kiwi", 5).toCompletableFuture();
    for (int i = 0; i < 10; i++) {
      onLoop(() -> {}); // the search has had its turn, and the batch its end
    }
    onLoop(() -> reactor.safe(1));
    assertThat(friends).isNotDone();
    onLoop(() -> reactor.safe(2));
    Friend moa = friends.get(10, TimeUnit.SECONDS).getFirst();
    assertThat(friends.get()).hasSize(1);
    assertThat(moa.client()).isEqualTo("moa");
    assertThat(moa.telemetry().text()).isEqualTo("spd=5");
  }

  @Test
  void friendsTakeTurnsWithOtherSearches() throws Exception {
    List<CompletableFuture<List<Friend>>> all = new ArrayList<>();
    onLoop(() -> {
      for (int i = 0; i < MORE_THAN_WAIT; i++) {
        all.add(reading.around("kiwi", 5).toCompletableFuture());
      }
    });
    onLoop(() -> {});
    assertThat(all.getLast()).isCompletedExceptionally();
    assertThat(all.getLast().exceptionNow()).isInstanceOf(ServerBusy.class);
    assertThat(all.getFirst().isCompletedExceptionally()).isFalse();
  }

  @Test
  void nobodyIsNearAClientThatIsNotKnown() throws Exception {
    CompletableFuture<List<Friend>> friends = reading.around("dodo", 5).toCompletableFuture();
    onLoop(() -> reactor.safe(2));
    assertThat(friends.get(10, TimeUnit.SECONDS)).isEmpty();
  }
}
