package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;

/// What is kept, for whom, and for how long.
@Timeout(60)
class CellCachingTest {
  private static final PlacesQuery HERE = new PlacesQuery(new LatLon(34.0689, -118.4451), 500, 20);

  @TempDir Path directory = Path.of("");

  @Test
  void aHitEqualsADirectQueryWhereNothingWasCutOff() {
    Random random = new Random(41);
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      int hits = 0;
      for (LatLon corner :
          List.of(
              new LatLon(34.07, -118.44),
              new LatLon(0, 180),
              new LatLon(-16.5, -180),
              new LatLon(89.999, 10),
              new LatLon(-90, 0),
              new LatLon(0, 0))) {
        bench.upstream.world.clear();
        double radius = List.of(40.0, 700.0, 4_000.0, 30_000.0).get(random.nextInt(4));
        for (int i = 0; i < 300; i++) {
          LatLon at = near(corner, 2.5 * radius, random);
          bench.upstream.world.add(
              ScriptedUpstream.Place.at(at.latitudeDegrees(), at.longitudeDegrees(), "p" + i));
        }
        for (int i = 0; i < 60; i++) {
          PlacesQuery query =
              new PlacesQuery(near(corner, radius / 4, random), radius, random.nextInt(21));
          JsonNode reply = bench.ask(query);
          assertThat(UpstreamBench.names(reply)).isEqualTo(direct(bench.upstream.world, query));
          assertThat(reply.get("x_herd").has("approx")).isFalse();
          hits += UpstreamBench.cache(reply).equals("hit") ? 1 : 0;
        }
        bench.clock.advance(Duration.ofDays(1)); // nothing of the old world is left
      }
      assertThat(hits).isGreaterThan(100);
      assertThat(bench.upstream.calls.get()).isEqualTo(360 - hits);
    }
  }

  private static LatLon near(LatLon centre, double metres, Random random) {
    double degrees = Math.toDegrees(metres / GreatCircle.EARTH_MEAN_RADIUS_METRES);
    double latitude = centre.latitudeDegrees() + (random.nextDouble() * 2 - 1) * degrees;
    if (Math.abs(latitude) > 90) {
      latitude = Math.copySign(180, latitude) - latitude; // over the pole
    }
    double stretch = Math.max(1e-6, Math.cos(Math.toRadians(latitude)));
    double offset = Math.min(180, degrees / stretch) * (random.nextDouble() * 2 - 1);
    double longitude = Math.IEEEremainder(centre.longitudeDegrees() + offset, 360);
    return new LatLon(latitude, longitude);
  }

  private static List<String> direct(List<ScriptedUpstream.Place> world, PlacesQuery query) {
    return world.stream()
        .filter(
            place -> GreatCircle.metres(query.centre(), place.position()) <= query.radiusMetres())
        .sorted((a, b) ->
            Double.compare(
                GreatCircle.metres(query.centre(), a.position()),
                GreatCircle.metres(query.centre(), b.position())))
        .limit(query.limit())
        .map(ScriptedUpstream.Place::name)
        .toList();
  }

  @Test
  void neighboursAcrossTheAntimeridianSeeTheSamePlaces() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.world.add(ScriptedUpstream.Place.at(0, 179.9999, "west of it"));
      bench.upstream.world.add(ScriptedUpstream.Place.at(0, -179.9999, "east of it"));
      assertThat(UpstreamBench.names(bench.ask(new PlacesQuery(new LatLon(0, 179.9998), 100, 20))))
          .containsExactly("west of it", "east of it");
      assertThat(UpstreamBench.names(bench.ask(new PlacesQuery(new LatLon(0, -179.9998), 100, 20))))
          .containsExactly("east of it", "west of it");
    }
  }

  @Test
  void whereSomethingWasCutOffTheReplySaysSo() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.most = 2;
      for (int i = 0; i < 3; i++) {
        bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4451 + i * 1e-4, "p" + i));
      }
      assertThat(bench.ask(HERE).get("x_herd").get("approx").asBoolean()).isTrue();
    }
  }

  @Test
  void nothingOfASourceThatForbidsItIsKept() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID)) {
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4451, "here"));
      for (int i = 0; i < 5; i++) {
        assertThat(UpstreamBench.cache(bench.ask(HERE))).isEqualTo("miss");
      }
      bench.ask(new PlacesQuery(new LatLon(0, 0), 500, 20)); // nothing is there
      assertThat(bench.upstream.calls).hasValue(6);
      assertThat(bench.places.kept()).isZero();
    }
  }

  @Test
  void attributionsTravelWithEveryReply() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      for (String cache : List.of("miss", "hit")) {
        JsonNode reply = bench.ask(HERE);
        assertThat(UpstreamBench.cache(reply)).isEqualTo(cache);
        assertThat(reply.get("html_attributions").get(0).asText()).isEqualTo("© a source");
        assertThat(reply.get("x_herd").get("provider").asText()).isEqualTo("photon");
      }
    }
  }

  @Test
  void thatThereIsNothingIsRememberedForAMinute() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
      bench.clock.advance(Duration.ofSeconds(59));
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
      assertThat(bench.upstream.calls).hasValue(1);
      bench.clock.advance(Duration.ofSeconds(2));
      bench.ask(HERE);
      assertThat(bench.upstream.calls).hasValue(2);
      assertThat(bench.counters().negativeHits()).isEqualTo(1);
    }
  }

  @Test
  void whereNothingIsInALargeCircleTheSmallOnesInItAreNotAskedFor() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      LatLon sea = new LatLon(-48.8767, -123.3933);
      bench.ask(new PlacesQuery(sea, 50_000 - 4_000, 20));
      for (double radius : List.of(10.0, 300.0, 3_000.0, 15_000.0)) {
        assertThat(bench.ask(new PlacesQuery(sea, radius, 20)).get("status").asText())
            .isEqualTo("ZERO_RESULTS");
      }
      assertThat(bench.upstream.calls).hasValue(1);
    }
  }

  @Test
  void anOldAnswerIsShownAtOnceWhileOneNewerIsFetched() throws Exception {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4451, "old"));
      bench.ask(HERE);
      CountDownLatch open = new CountDownLatch(1);
      bench.upstream.behaviour = bench.upstream.when(open);
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4452, "new"));
      bench.clock.advance(Duration.ofMinutes(11));
      for (int i = 0; i < 100; i++) {
        CompletableFuture<byte[]> reply = bench.begin(HERE);
        assertThat(reply).isDone();
        assertThat(UpstreamBench.cache(UpstreamBench.json(reply.join()))).isEqualTo("stale");
        assertThat(UpstreamBench.names(UpstreamBench.json(reply.join()))).containsExactly("old");
      }
      open.countDown();
      while (!UpstreamBench.cache(bench.ask(HERE)).equals("hit")) {
        Thread.onSpinWait();
      }
      assertThat(UpstreamBench.names(bench.ask(HERE))).containsExactly("old", "new");
      assertThat(bench.upstream.calls).hasValue(2);
    }
  }

  @Test
  void whileTheSourceIsDeadTheOldAnswerIsShownUntilItIsTooOld() throws IOException {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4451, "old"));
      bench.ask(HERE);
      bench.upstream.die();
      bench.clock.advance(Duration.ofMinutes(69));
      List<CompletableFuture<byte[]>> replies = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        replies.add(bench.begin(HERE));
        assertThat(replies.getLast()).isDone();
      }
      JsonNode reply = UpstreamBench.json(replies.getFirst().join());
      assertThat(UpstreamBench.cache(reply)).isEqualTo("stale");
      assertThat(reply.get("status").asText()).isEqualTo("OK");
      assertThat(reply.get("x_herd").get("as_of").asText()).isEqualTo("2026-11-25T06:50:30Z");
      bench.clock.advance(Duration.ofMinutes(2));
      assertThat(bench.failure(HERE)).isNotNull();
    }
  }

  @Test
  void aGrowingRadiusEndsWhereEnoughIsFound() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.stepRadii = List.of(200.0, 800.0, 3_000.0);
      for (int i = 0; i < 30; i++) {
        bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689 + i * 1e-5, -118.4451, "p" + i));
      }
      PlacesQuery wide = new PlacesQuery(HERE.centre(), 10_000, 5);
      JsonNode reply = bench.ask(wide);
      assertThat(UpstreamBench.names(reply)).containsExactly("p0", "p1", "p2", "p3", "p4");
      assertThat(bench.upstream.calls.get()).isBetween(1, 2);
      bench.ask(new PlacesQuery(new LatLon(0, 0), 10_000, 5));
      assertThat(bench.upstream.requests.getLast()).contains("radius=10");
    }
  }
}
