package org.placeherd.places;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.placeherd.geo.LatLon;

/// A source in trouble, over real HTTP.
@Timeout(60)
class UpstreamTroubleTest {
  private static final PlacesQuery HERE = new PlacesQuery(new LatLon(34.0689, -118.4451), 500, 20);

  @TempDir Path directory = Path.of("");

  @Test
  void itsOwnTroubleIsTriedOnceMore() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour =
          exchange -> {
            bench.upstream.behaviour = bench.upstream::places;
            ScriptedUpstream.send(exchange, 503, "busy");
          };
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
      assertThat(bench.counters().calls()).isEqualTo(2);
      assertThat(bench.counters().failures()).containsEntry("UNKNOWN_ERROR", 1L);
      assertThat(bench.counters().latency().calls()).isEqualTo(2);
    }
  }

  @Test
  void retriesAreATenthOfTheCallsAndOneBesides() {
    RetryBudget budget = new RetryBudget();
    int retries = 0;
    for (int i = 0; i < 1_000; i++) {
      budget.called();
      if (budget.takeRetry()) {
        retries++;
        budget.called();
      }
    }
    assertThat(retries).isBetween(100, 113); // a tenth of all calls, the retries among them
  }

  @Test
  void fiveFailuresOpenTheBreakerAndThenOneCallMayTry() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour = ScriptedUpstream.status(429);
      int failures = 0;
      while (bench.counters().breaker().equals("closed")) {
        bench.failure(HERE);
        failures++;
      }
      assertThat(failures).isEqualTo(5);
      // The rest of a breaker is one millisecond here; one that has ended lets one call through.
      CountDownLatch open = new CountDownLatch(1);
      bench.upstream.behaviour = bench.upstream.when(open);
      int before = bench.upstream.calls.get();
      CompletableFuture<byte[]> trial = untilLetThrough(bench);
      for (int i = 0; i < 20; i++) {
        assertThat(bench.failure(at(i))).hasMessageContaining("failed too often lately");
      }
      assertThat(bench.counters().breaker()).isEqualTo("half-open");
      open.countDown();
      trial.join();
      assertThat(bench.upstream.calls.get()).isEqualTo(before + 1);
      assertThat(bench.counters().breaker()).isEqualTo("closed");
    }
  }

  @Test
  void aRefusedKeyIsNotSentAgain() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID)) {
      bench.upstream.behaviour = ScriptedUpstream.status(403);
      bench.failure(HERE);
      bench.upstream.behaviour = bench.upstream::places;
      bench.clock.advance(Duration.ofDays(400));
      assertThat(bench.failure(HERE)).hasMessageContaining("has refused the key");
      assertThat(bench.upstream.calls).hasValue(1);
      assertThat(bench.counters().breaker()).isEqualTo("denied");
      assertThat(bench.counters().failures())
          .containsEntry("REQUEST_DENIED", 1L)
          .containsEntry("denied", 1L);
    }
  }

  @Test
  void aSourceIsLeftAloneForAsLongAsItWants() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour =
          exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "30");
            ScriptedUpstream.send(exchange, 429, "slowly");
          };
      bench.failure(HERE);
      bench.upstream.behaviour = bench.upstream::places;
      bench.clock.advance(Duration.ofSeconds(29));
      assertThat(bench.failure(HERE)).isInstanceOf(NotAsked.class);
      bench.clock.advance(Duration.ofSeconds(2));
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
    }
  }

  private static ScriptedUpstream.Behaviour wantsToBeLeftAlone(int status, int seconds) {
    return exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "" + seconds);
      ScriptedUpstream.send(exchange, status, "later");
    };
  }

  @Test
  void aSourceThatIsBusyIsLeftAloneForAsLongAsItWants() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour = wantsToBeLeftAlone(503, 60);
      assertThat(bench.failure(HERE)).hasMessage("status 503");
      assertThat(bench.upstream.calls).as("not tried again at once").hasValue(1);
      bench.upstream.behaviour = bench.upstream::places;
      bench.clock.advance(Duration.ofSeconds(59));
      assertThat(status(bench)).isEqualTo("UNKNOWN_ERROR");
      assertThat(bench.upstream.calls).hasValue(1);
      bench.clock.advance(Duration.ofSeconds(2));
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
    }
  }

  @Test
  void whileItRestsAfterTooManyCallsTheStatusSaysSo() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour = wantsToBeLeftAlone(429, 60);
      assertThat(status(bench)).isEqualTo("OVER_QUERY_LIMIT");
      assertThat(status(bench)).isEqualTo("OVER_QUERY_LIMIT");
      assertThat(bench.upstream.calls).hasValue(1);
      assertThat(bench.counters().failures()).containsEntry("resting", 1L);
    }
  }

  /// How a gateway answers.
  private static String status(UpstreamBench bench) {
    PlacesGateway gateway = new PlacesGateway(bench.places, UpstreamBench.TIMEOUT_MILLIS);
    CompletableFuture<byte[]> reply = new CompletableFuture<>();
    gateway.nearby(HERE, reply::complete);
    return UpstreamBench.json(reply.join()).get("status").asText();
  }

  @Test
  void theLastFailureIsShownWithItsAge() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      assertThat(bench.counters().lastFailure()).isEmpty();
      bench.upstream.behaviour = ScriptedUpstream.status(429);
      bench.failure(HERE);
      bench.clock.advance(Duration.ofSeconds(3));
      assertThat(bench.counters().lastFailure())
          .contains(new UpstreamCounters.LastFailure("too much", 3_000));
    }
  }

  @Test
  void itIsToldOnceThatASourceIsLeftAloneAndThatItMayBeAskedAgain() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour = wantsToBeLeftAlone(503, 60);
      bench.failure(HERE);
      assertThat(bench.places.takeNotes())
          .containsExactly(
              new PlacesNote(
                  "Places: photon is left alone until it answers again: status 503.", false));
      assertThat(bench.places.takeNotes()).isEmpty();
      bench.clock.advance(Duration.ofSeconds(61));
      assertThat(bench.places.takeNotes())
          .containsExactly(new PlacesNote("Places: photon may be asked again.", false));
      assertThat(bench.places.takeNotes()).isEmpty();
    }
  }

  @Test
  void itIsToldOnceThatTheBreakerOpensAndThatItCloses() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour = ScriptedUpstream.status(429);
      for (int i = 0; i < 4; i++) {
        bench.failure(HERE);
        assertThat(bench.places.takeNotes()).isEmpty();
      }
      bench.failure(HERE);
      assertThat(bench.places.takeNotes()).hasSize(1);
      bench.upstream.behaviour = bench.upstream::places;
      assertThat(bench.places.takeNotes()).as("it has not answered yet").isEmpty();
      untilLetThrough(bench).join();
      assertThat(bench.places.takeNotes()).hasSize(1);
    }
  }

  @Test
  void aRefusedKeyIsAnAlarmOnce() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.PAID)) {
      bench.upstream.behaviour = ScriptedUpstream.status(403);
      bench.failure(HERE);
      assertThat(bench.places.takeNotes())
          .singleElement()
          .satisfies(note -> {
            assertThat(note.isAlarm()).isTrue();
            assertThat(note.sentence()).contains("photon has refused the key").endsWith("bad key.");
          });
      bench.failure(HERE);
      assertThat(bench.places.takeNotes()).isEmpty();
    }
  }

  @Test
  void whatHangsDripsFloodsOrTalksNonsenseIsAnsweredByTheDeadline() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN);
        PlacesGateway gateway = new PlacesGateway(bench.places, 400)) {
      List<ScriptedUpstream.Behaviour> all =
          List.of(
              bench.upstream::hang,
              bench.upstream::drip,
              bench.upstream::flood,
              exchange -> ScriptedUpstream.send(exchange, 200, "all\n<html>"),
              exchange -> {}, // hangs up
              exchange -> ScriptedUpstream.send(exchange, 200, ""));
      for (ScriptedUpstream.Behaviour behaviour : all) {
        bench.upstream.behaviour = behaviour;
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        gateway.nearby(HERE, reply::complete);
        assertThat(UpstreamBench.json(reply.join()).get("status").asText())
            .isEqualTo("UNKNOWN_ERROR");
      }
    }
  }

  @Test
  void aTryThatTakesTooLongIsBrokenOffWhileItsAskersStillWait() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.behaviour =
          exchange -> {
            bench.upstream.behaviour = bench.upstream::places;
            bench.upstream.hang(exchange);
          };
      // The first try hangs for 1.2 s; the second one answers.
      assertThat(bench.ask(HERE).get("status").asText()).isEqualTo("ZERO_RESULTS");
      assertThat(bench.upstream.calls).hasValue(2);
    }
  }

  @Test
  void whereAWiderCircleCannotBeHadTheNearerOneIsTheAnswerAndIsNotKept() {
    try (UpstreamBench bench = atThePoint()) {
      bench.upstream.stepRadii = List.of(200.0, 800.0);
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4451, "near"));
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0789, -118.4451, "far")); // 1.1 km
      bench.upstream.behaviour =
          exchange -> {
            if (bench.upstream.calls.get() == 1) {
              bench.upstream.places(exchange);
            } else {
              ScriptedUpstream.send(exchange, 400, "too wide");
            }
          };
      PlacesQuery wide = new PlacesQuery(HERE.centre(), 2_000, 20);
      JsonNode reply = bench.ask(wide);
      assertThat(UpstreamBench.names(reply)).containsExactly("near");
      assertThat(reply.get("x_herd").get("approx").asBoolean()).isTrue();
      assertThat(bench.counters().failures()).containsEntry("INVALID_REQUEST", 1L);
      bench.upstream.behaviour = bench.upstream::places;
      reply = bench.ask(wide);
      assertThat(UpstreamBench.names(reply)).containsExactly("near", "far");
      assertThat(UpstreamBench.cache(reply)).isEqualTo("miss");
      assertThat(UpstreamBench.cache(bench.ask(wide))).isEqualTo("hit");
    }
  }

  @Test
  void nothingNearIsNotTheAnswerWhereTheWiderCircleFailed() {
    try (UpstreamBench bench = new UpstreamBench(directory, ScriptedUpstream.OPEN)) {
      bench.upstream.stepRadii = List.of(200.0);
      bench.upstream.behaviour =
          exchange -> {
            if (bench.upstream.calls.get() == 1) {
              bench.upstream.places(exchange);
            } else {
              ScriptedUpstream.send(exchange, 400, "too wide");
            }
          };
      assertThat(bench.failure(HERE)).hasMessage("wrong");
    }
  }

  @Test
  void whatAWiderCircleCutsOffStaysFromTheNearerOne() {
    try (UpstreamBench bench = atThePoint()) {
      bench.upstream.stepRadii = List.of(400.0);
      bench.upstream.world.add(ScriptedUpstream.Place.at(34.0689, -118.4451, "near"));
      bench.upstream.behaviour =
          exchange -> {
            if (bench.upstream.calls.get() == 1) {
              bench.upstream.places(exchange);
            } else { // in the order of ids, which say nothing of distances
              ScriptedUpstream.send(exchange, 200, "more\n34.0789;-118.4451;far;cafe;false");
            }
          };
      JsonNode reply = bench.ask(new PlacesQuery(HERE.centre(), 2_000, 20));
      assertThat(UpstreamBench.names(reply)).containsExactly("near", "far");
    }
  }

  private UpstreamBench atThePoint() {
    return new UpstreamBench(directory, ScriptedUpstream.OPEN, BudgetLimits.NONE, false, 64);
  }

  private static CompletableFuture<byte[]> untilLetThrough(UpstreamBench bench) {
    while (true) {
      CompletableFuture<byte[]> trial = bench.begin(HERE);
      if (!trial.isCompletedExceptionally()) {
        return trial;
      }
    }
  }

  private static PlacesQuery at(double latitude) {
    return new PlacesQuery(new LatLon(latitude, 0), 500, 20);
  }
}
