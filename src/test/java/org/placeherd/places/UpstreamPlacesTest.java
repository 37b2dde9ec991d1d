package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;

/// The rules between a query and a source, over real HTTP.
@Timeout(60)
class UpstreamPlacesTest {
  private static final PlacesQuery HERE = new PlacesQuery(new LatLon(34.0689, -118.4451), 500, 20);

  @TempDir Path directory = Path.of("");

  @Test
  void aThousandWhoAskTheSameAtOnceCauseOneCall() throws Exception {
    for (UpstreamPolicy policy : List.of(ScriptedUpstream.OPEN, ScriptedUpstream.PAID)) {
      CountDownLatch open = new CountDownLatch(1);
      try (UpstreamBench bench = new UpstreamBench(directory, policy);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        bench.upstream.behaviour = bench.upstream.when(open);
        List<Callable<byte[]>> askers = Collections.nCopies(1_000, () -> bench.begin(HERE).join());
        List<Future<byte[]>> replies = askers.stream().map(threads::submit).toList();
        while (bench.counters().coalesced() < 999) {
          Thread.onSpinWait();
        }
        open.countDown();
        for (Future<byte[]> reply : replies) {
          assertThat(UpstreamBench.json(reply.get()).get("status").asText())
              .isEqualTo("ZERO_RESULTS");
        }
        assertThat(bench.upstream.calls).hasValue(1);
        assertThat(bench.counters().coalesced()).isEqualTo(999);
        assertThat(bench.counters().misses()).isEqualTo(1);
      }
    }
  }

  @Test
  void whoGivesUpDoesNotTakeTheAnswerFromTheOthers() {
    CountDownLatch open = new CountDownLatch(1);
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID)) {
      bench.upstream.behaviour = bench.upstream.when(open);
      CompletableFuture<byte[]> leader = bench.begin(HERE);
      CompletableFuture<byte[]> hasty =
          bench.places.nearby(HERE, 1).toCompletableFuture(); // its time is over soon
      CompletableFuture<byte[]> patient = bench.begin(HERE);
      leader.cancel(true);
      assertThat(hasty.handle((_, failure) -> failure).join()).isInstanceOf(TimeoutException.class);
      open.countDown();
      assertThat(UpstreamBench.cache(UpstreamBench.json(patient.join()))).isEqualTo("shared");
      assertThat(bench.upstream.calls).hasValue(1);
    }
  }

  @Test
  void aFailureIsSharedAndForgotten() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour = ScriptedUpstream.status(400);
      assertThat(bench.failure(HERE)).isInstanceOf(UpstreamFailure.class).hasMessage("wrong");
      bench.upstream.behaviour = bench.upstream::places;
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
    }
  }

  @Test
  void theSourceIsToldTheCellAndNeverThePointNorWhoAsks() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID)) {
      Random random = new Random(5);
      for (int i = 0; i < 20; i++) {
        LatLon point =
            new LatLon(
                34.0689 + random.nextDouble() * 1e-5, -118.4451 + random.nextDouble() * 1e-5);
        bench
            .places
            .nearby(new PlacesQuery(point, 500, 20), 77_777, 30_000)
            .toCompletableFuture()
            .join();
      }
      Cell cell = Geohash.cell(HERE.centre(), 7);
      assertThat(bench.upstream.requests)
          .containsOnly(
              "/near?lat=%s&lon=%s&radius=500.0"
                  .formatted(cell.centre().latitudeDegrees(), cell.centre().longitudeDegrees()));
      assertThat(bench.upstream.headers.toString()).doesNotContain("77777").doesNotContain("34.06");
    }
  }

  @Test
  void roundingCanBeSwitchedOff() {
    try (UpstreamBench bench =
        new UpstreamBench(directory, ScriptedUpstream.PAID, BudgetLimits.NONE, false, 64)) {
      JsonNode reply = bench.ask(HERE);
      assertThat(bench.upstream.requests)
          .containsExactly("/near?lat=34.0689&lon=-118.4451&radius=500.0");
      assertThat(reply.get("x_herd").has("approx")).isFalse();
    }
  }

  @Test
  void doublesAndClosedPlacesAreLeftOut() {
    try (UpstreamBench bench =
        new UpstreamBench(directory, ScriptedUpstream.OPEN, BudgetLimits.NONE, false, 64)) {
      LatLon here = HERE.centre();
      LatLon near = new LatLon(here.latitudeDegrees() + 4e-4, here.longitudeDegrees()); // 44 m
      LatLon far = new LatLon(here.latitudeDegrees() + 9e-4, here.longitudeDegrees()); // 100 m
      bench.upstream.world.addAll(
          List.of(
              new ScriptedUpstream.Place(here, "Café Nord", "cafe", false),
              new ScriptedUpstream.Place(near, "CAFE  NORD!", "cafe", false),
              new ScriptedUpstream.Place(near, "Cafe Nord", "bakery", false),
              new ScriptedUpstream.Place(near, "Old Nord", "cafe", true),
              new ScriptedUpstream.Place(far, "Cafe Nord", "cafe", false)));
      JsonNode reply = bench.ask(HERE);
      assertThat(UpstreamBench.names(reply)).containsExactly("Café Nord", "Cafe Nord", "Cafe Nord");
      assertThat(reply.get("results").get(1).get("types").get(0).asText()).isEqualTo("bakery");
      JsonNode mark = reply.get("results").get(2).get("x_herd");
      assertThat(mark.get("provider").asText()).isEqualTo("photon");
      assertThat(mark.get("distance_m").asDouble()).isBetween(99.0, 101.0);
    }
  }

  @Test
  void whatLiesOutsideTheRadiusIsLeftOutAndTheNearestComesFirst() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour =
          exchange ->
              ScriptedUpstream.send(
                  exchange,
                  200,
                  "all\n34.0789;-118.4451;outside;cafe;false\n34.0699;-118.4451;second;cafe;false\n"
                      + "34.0689;-118.4451;first;cafe;false");
      assertThat(UpstreamBench.names(bench.ask(HERE))).containsExactly("first", "second");
      JsonNode none = bench.ask(new PlacesQuery(HERE.centre(), 500, 0));
      assertThat(none.get("status").asText()).isEqualTo("OK");
      assertThat(none.get("results")).isEmpty();
    }
  }

  @Test
  void whatMustBeShownAsItCameIsOnlyCutByTheLimit() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID)) {
      bench.upstream.behaviour =
          exchange ->
              ScriptedUpstream.send(
                  exchange,
                  200,
                  "all\n34.0789;-118.4451;outside;cafe;true\n34.0689;-118.4451;twice;cafe;false\n"
                      + "34.0689;-118.4451;twice;cafe;false");
      JsonNode reply = bench.ask(HERE);
      assertThat(UpstreamBench.names(reply)).containsExactly("outside", "twice", "twice");
      assertThat(reply.get("results").get(0).has("x_herd")).isFalse();
      assertThat(UpstreamBench.names(bench.ask(new PlacesQuery(HERE.centre(), 500, 1))))
          .containsExactly("outside");
    }
  }

  private static PlacesQuery at(double latitude) {
    return new PlacesQuery(new LatLon(latitude, 0), 500, 20);
  }

  @Test
  void tenThousandQueriesWithABudgetOfAHundredMakeAHundredCalls() {
    BudgetLimits hundred =
        new BudgetLimits(
            BudgetLimits.UNLIMITED, BudgetLimits.UNLIMITED, 100, BudgetLimits.UNLIMITED);
    int answered = 0;
    for (int start = 0; start < 2; start++) { // a restart keeps the count
      try (UpstreamBench bench =
          new UpstreamBench(directory, ScriptedUpstream.PAID, hundred, true, 64)) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
          all.add(bench.begin(at(i / 200.0)).handle((_, failure) -> failure == null));
        }
        for (CompletableFuture<Boolean> each : all) {
          answered += each.join() ? 1 : 0;
        }
        assertThat(bench.upstream.calls.get()).isEqualTo(start == 0 ? 100 : 0);
        assertThat(bench.counters().spentThisMonth()).isEqualTo(3_200_000);
        assertThat(bench.counters().microDollars()).isEqualTo(start == 0 ? 3_200_000 : 0);
      }
    }
    assertThat(answered).isEqualTo(100);
  }

  @Test
  void whatCannotBeReachedCostsNothing() {
    BudgetLimits one =
        new BudgetLimits(BudgetLimits.UNLIMITED, BudgetLimits.UNLIMITED, 1, BudgetLimits.UNLIMITED);
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID, one, true, 64)) {
      bench.upstream.die();
      for (int i = 0; i < 3; i++) {
        assertThat(bench.failure(at(i))).hasMessageContaining("cannot be reached");
      }
      assertThat(bench.counters().microDollars()).isZero();
    }
  }

  @Test
  void whoFloodsWaitsBehindHimselfAndNotBeforeTheOthers() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (UpstreamBench bench =
        new UpstreamBench(directory, ScriptedUpstream.OPEN, BudgetLimits.NONE, true, 1)) {
      bench.upstream.behaviour = bench.upstream.when(open);
      List<CompletableFuture<byte[]>> flood = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        flood.add(bench.places.nearby(at(i / 4.0), 1, 30_000).toCompletableFuture());
      }
      CompletableFuture<byte[]> other =
          bench.places.nearby(at(-50), 2, 30_000).toCompletableFuture();
      open.countDown();
      other.join();
      for (CompletableFuture<byte[]> each : flood) {
        each.join();
      }
      // One of the flood was under way and one was next; then it was the other one's turn.
      assertThat(bench.upstream.requests.subList(0, 3).toString()).contains("lat=-49.99");
    }
  }

  @Test
  void oneClientCannotRunUpABill() throws Exception {
    try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.PAID)) {
      TestClock clock = new TestClock();
      UpstreamPlaces.Settings settings =
          new UpstreamPlaces.Settings(
              true, true, BudgetLimits.NONE, new BudgetFile(directory.resolve("spent")), 5);
      try (UpstreamPlaces places =
          new UpstreamPlaces(upstream, settings, clock.clock, Duration.ofSeconds(1), 64)) {
        assertThat(answered(places, 1, 20)).isEqualTo(5);
        assertThat(answered(places, 2, 20)).isEqualTo(5);
        clock.advance(Duration.ofSeconds(12));
        assertThat(answered(places, 1, 20)).isEqualTo(1);
        assertThat(places.counters().getFirst().failures()).containsEntry("asker-rate", 49L);
      }
    }
  }

  private static int answered(UpstreamPlaces places, long asker, int queries) {
    int answered = 0;
    for (int i = 0; i < queries; i++) {
      answered +=
          places
                  .nearby(at(i), asker, 30_000)
                  .toCompletableFuture()
                  .handle((_, failure) -> failure == null)
                  .join()
              ? 1
              : 0;
    }
    return answered;
  }
}
