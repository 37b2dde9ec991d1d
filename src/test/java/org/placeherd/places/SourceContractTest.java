package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;
import org.placeherd.places.stub.PlacesStub;
import org.placeherd.places.stub.StubMode;
import org.placeherd.places.stub.StubRequest;

/// What holds for every source, each against its stub over real HTTP. A new one is tested as soon
/// as it is in [UpstreamSource#ALL].
@Timeout(60)
class SourceContractTest {
  private static final LatLon CAMPUS = new LatLon(34.068912345, -118.445123456);
  private static final PlacesQuery HERE = new PlacesQuery(CAMPUS, 3_000, 20);
  private static final PlacesQuery SEA =
      new PlacesQuery(new LatLon(-48.8767, -123.3933), 10_000, 20);
  private static final long PATIENT_MILLIS = 30_000;
  private static final long SHORT_MILLIS = 300;

  @TempDir Path directory = Path.of("");
  private final List<StubRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final TestClock clock = new TestClock();
  private final PlacesStub stub;

  SourceContractTest() throws IOException {
    stub = PlacesStub.start(0, requests::add);
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @BeforeEach
  void forget() {
    requests.clear();
  }

  static List<UpstreamSource> sources() {
    return UpstreamSource.ALL;
  }

  private UpstreamPlaces places(UpstreamSource source, URI url, String key) throws IOException {
    return new UpstreamPlaces(
        source.make().apply(url, key),
        new UpstreamPlaces.Settings(
            true, true, BudgetLimits.NONE, new BudgetFile(directory.resolve("spent")), 1_000_000),
        clock.clock,
        Duration.ofMillis(1),
        64);
  }

  private UpstreamPlaces places(UpstreamSource source) throws IOException {
    return places(source, stub.url(), PlacesStub.KEY);
  }

  private static JsonNode ask(UpstreamPlaces places, PlacesQuery query) {
    return UpstreamBench.json(places.nearby(query, PATIENT_MILLIS).toCompletableFuture().join());
  }

  private static PlacesQuery typed(String type) {
    return new PlacesQuery(
        CAMPUS, 30_000, 20, Optional.of(type), Optional.empty(), PlacesQuery.Rank.DISTANCE);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aReplyHasTheShapeTheProviderAndTheAttribution(UpstreamSource source) throws IOException {
    try (UpstreamPlaces places = places(source)) {
      JsonNode reply = ask(places, HERE);
      assertThat(reply.get("status").asText()).isEqualTo("OK");
      assertThat(reply.get("html_attributions").get(0).asText())
          .containsAnyOf("Google Maps", "https://www.openstreetmap.org/copyright");
      assertThat(reply.get("x_herd").get("provider").asText()).isEqualTo(source.name());
      assertThat(reply.get("x_herd").get("fallback").asBoolean()).isFalse();
      assertThat(UpstreamBench.names(reply)).contains("Royce Hall").doesNotHaveDuplicates();
      for (JsonNode result : reply.get("results")) {
        assertThat(result.at("/geometry/location/lat").isNumber()).isTrue();
        assertThat(result.at("/geometry/location/lng").isNumber()).isTrue();
        assertThat(result.get("place_id").asText()).isNotEmpty();
        assertThat(result.get("types")).isNotEmpty();
        assertThat(result.get("types").toString()).contains("establishment");
        assertThat(result.get("vicinity").asText()).contains("Los Angeles");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void whatIsFoundLiesInTheCircleAndTheNearestComesFirst(UpstreamSource source) throws IOException {
    try (UpstreamPlaces places = places(source)) {
      boolean isVerbatim = source.make().apply(stub.url(), "").policy().isVerbatim();
      for (double radius : List.of(0.0, 400.0, 900.0, 3_000.0, 20_000.0, 50_000.0)) {
        PlacesQuery query = new PlacesQuery(CAMPUS, radius, 20);
        double cell = isVerbatim ? new Cells(true, false).of(query).query().radiusMetres() : 0;
        double nearer = 0;
        for (JsonNode result : ask(places, query).get("results")) {
          double metres = GreatCircle.metres(CAMPUS, position(result));
          assertThat(metres).isLessThanOrEqualTo(radius + (isVerbatim ? cell + 3_500 : 0));
          if (!isVerbatim) {
            assertThat(metres).isGreaterThanOrEqualTo(nearer);
            assertThat(result.at("/x_herd/distance_m").asDouble()).isCloseTo(metres, within(0.1));
          }
          nearer = metres;
        }
      }
    }
  }

  private static LatLon position(JsonNode result) {
    return new LatLon(
        result.at("/geometry/location/lat").asDouble(),
        result.at("/geometry/location/lng").asDouble());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void theLimitCutsTheResultsAndNothingIsZeroResults(UpstreamSource source) throws IOException {
    try (UpstreamPlaces places = places(source)) {
      for (int limit : List.of(0, 1, 5, 20)) {
        JsonNode reply = ask(places, new PlacesQuery(CAMPUS, 3_000, limit));
        assertThat(reply.get("results")).hasSize(limit);
        assertThat(reply.get("status").asText()).isEqualTo("OK");
      }
      JsonNode nothing = ask(places, SEA);
      assertThat(nothing.get("status").asText()).isEqualTo("ZERO_RESULTS");
      assertThat(nothing.get("results")).isEmpty();
      assertThat(nothing.get("html_attributions")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aTypeIsAskedForAndNothingElseIsShown(UpstreamSource source) throws IOException {
    try (UpstreamPlaces places = places(source)) {
      for (String type : List.of("museum", "library", "train_station")) {
        JsonNode reply = ask(places, typed(type));
        assertThat(reply.get("results")).as(type).isNotEmpty();
        for (JsonNode result : reply.get("results")) {
          assertThat(result.get("types").get(0).asText()).isEqualTo(type);
        }
      }
    }
  }

  static Stream<Arguments> troubles() {
    return sources().stream()
        .flatMap(source -> Stream.of(StubMode.values()).map(mode -> Arguments.of(source, mode)));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void everyTroubleIsAnsweredByTheDeadlineWithTheRightStatus(UpstreamSource source, StubMode mode)
      throws IOException {
    stub.mode(mode);
    boolean ends = mode != StubMode.HANG && mode != StubMode.DRIP;
    try (UpstreamPlaces places = places(source);
        PlacesGateway gateway = new PlacesGateway(places, ends ? PATIENT_MILLIS : SHORT_MILLIS)) {
      CompletableFuture<byte[]> reply = new CompletableFuture<>();
      gateway.nearby(HERE, reply::complete);
      assertThat(UpstreamBench.json(reply.join()).get("status").asText())
          .isEqualTo(
              switch (mode) {
                case OK, DELAY -> "OK";
                case HANG, DRIP, ERROR_500, ERROR_503, TRUNCATED, FLOOD, TIMED_OUT ->
                    "UNKNOWN_ERROR";
                case OVER_QUOTA -> "OVER_QUERY_LIMIT";
                case BAD_KEY -> "REQUEST_DENIED";
              });
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void afterABurstOfTooManyItIsAskedAgain(UpstreamSource source) throws IOException {
    stub.mode(StubMode.OVER_QUOTA);
    try (UpstreamPlaces places = places(source)) {
      List<String> ends = new ArrayList<>();
      while (!ends.contains("OK")) {
        ends.add(
            places
                .nearby(HERE, PATIENT_MILLIS)
                .toCompletableFuture()
                .handle((body, _) -> body == null ? "" : "OK")
                .join());
        clock.advance(Duration.ofSeconds(2));
      }
      assertThat(places.counters().getFirst().failures()).containsEntry("OVER_QUERY_LIMIT", 5L);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void onlyTheCellIsSentAndNeverWhoAsks(UpstreamSource source) throws IOException {
    try (UpstreamPlaces places = places(source)) {
      for (double radius : List.of(500.0, 5_000.0, 50_000.0)) {
        byte[] _ =
            places
                .nearby(new PlacesQuery(CAMPUS, radius, 20), 98_769_876, PATIENT_MILLIS)
                .toCompletableFuture()
                .join();
      }
      assertThat(requests).isNotEmpty();
      assertThat(requests.toString())
          .doesNotContain("98769876")
          .doesNotContain("34.0689")
          .doesNotContain("118.4451");
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void whatCostsMoneyIsNotKeptAndWhatIsKeptIsAskedForOnce(UpstreamSource source)
      throws IOException {
    try (UpstreamPlaces places = places(source)) {
      UpstreamPolicy policy = source.make().apply(stub.url(), "").policy();
      assertThat(policy.microDollarsPerCall() > 0).isEqualTo(source.needsKey());
      JsonNode _ = ask(places, HERE);
      int calls = requests.size();
      JsonNode again = ask(places, HERE);
      assertThat(UpstreamBench.cache(again)).isEqualTo(source.needsKey() ? "miss" : "hit");
      assertThat(requests).hasSize(source.needsKey() ? 2 * calls : calls);
      assertThat(places.kept()).isEqualTo(source.needsKey() ? 0 : 1);
      assertThat(places.counters().getFirst().microDollars())
          .isEqualTo(2 * policy.microDollarsPerCall());
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aWrongKeyIsRefusedAndNeverShown(UpstreamSource source) throws IOException {
    String key = "very-secret-0815";
    try (UpstreamPlaces places = places(source, stub.url(), key);
        PlacesGateway gateway = new PlacesGateway(places, PATIENT_MILLIS)) {
      CompletableFuture<byte[]> reply = new CompletableFuture<>();
      gateway.nearby(HERE, reply::complete);
      assertThat(new String(reply.join(), UTF_8))
          .contains(source.needsKey() ? "\"REQUEST_DENIED\"" : "\"OK\"")
          .doesNotContain(key);
      assertThat(requests.toString().contains(key)).isEqualTo(source.needsKey());
      assertThat(requests.stream().map(StubRequest::shown).toList().toString()).doesNotContain(key);
      assertThat(List.of(gateway.counters(), gateway.sources(), places, source).toString())
          .doesNotContain(key);
      assertThat(source.make().apply(stub.url(), key).toString()).doesNotContain(key);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void notEvenAServerThatRepeatsTheKeyMakesUsShowIt(UpstreamSource source) throws IOException {
    String key = "very-secret-0815";
    for (int status : List.of(200, 302, 400, 403, 404, 429, 500)) {
      HttpServer parrot = KeyRepeater.inComplaints(status);
      URI url = URI.create("http://127.0.0.1:" + parrot.getAddress().getPort());
      try (UpstreamPlaces places = places(source, url, key)) {
        assertThat(failure(places, HERE).toString()).contains(source.name()).doesNotContain(key);
      } finally {
        parrot.stop(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aKeyThatASourcePutsIntoItsResultsIsBlottedOut(UpstreamSource source) throws IOException {
    HttpServer blabber = KeyRepeater.inPlaces(stub);
    URI url = URI.create("http://127.0.0.1:" + blabber.getAddress().getPort());
    try (UpstreamPlaces places = places(source, url, PlacesStub.KEY)) {
      JsonNode reply = ask(places, HERE);
      if (source.needsKey()) {
        assertThat(UpstreamBench.names(reply)).contains("Royce (key)");
        assertThat(reply.get("html_attributions").toString()).contains("by (key)");
        assertThat(reply.toString()).doesNotContain(PlacesStub.KEY);
      } else { // it has no key, so these are words as any others
        assertThat(UpstreamBench.names(reply)).contains("Royce " + PlacesStub.KEY);
      }
    } finally {
      blabber.stop(0);
    }
  }

  @Test
  void aKeyIsBlottedOutAsItStandsInJsonAndInAUrl() {
    KeyBlot blot = new KeyBlot("secret/\"0815");
    assertThat(blot.out("a secret/\"0815 b secret/\\\"0815 c secret%2F%220815"))
        .isEqualTo("a (key) b (key) c (key)");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void toWarmUpOpensAConnectionAndAsksForNothing(UpstreamSource source) throws IOException {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          seen.addAll(exchange.getRequestHeaders().keySet());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/path");
    try (UpstreamPlaces places = places(source, url, PlacesStub.KEY)) {
      places.warmUp().toCompletableFuture().join();
      assertThat(seen).contains("HEAD /").doesNotContain("X-goog-api-key");
      assertThat(seen).filteredOn(text -> text.contains("/")).hasSize(1);
      assertThat(places.counters().getFirst().calls()).isZero();
      server.stop(0);
      places.warmUp().toCompletableFuture().join(); // nobody is there, which is no harm
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void whatNobodyListensToCannotBeReachedAndTheUrlIsNotShown(UpstreamSource source)
      throws IOException {
    stub.close();
    try (UpstreamPlaces places = places(source)) {
      assertThat(failure(places, HERE)).hasMessage(source.name() + " cannot be reached");
    }
  }

  @Test
  void whatASourceCannotBeAskedForIsAnInvalidRequestAndNoCall() throws IOException {
    for (UpstreamSource source : UpstreamSource.ALL) {
      try (UpstreamPlaces places = places(source)) {
        PlacesQuery query =
            source.name().equals(GoogleNew.NAME)
                ? SourceRequest.named("royce")
                : SourceRequest.typed("no_such_type", 500);
        if (!source.name().equals(GoogleLegacy.NAME)) {
          assertThat(failure(places, query))
              .isInstanceOfSatisfying(
                  UpstreamFailure.class,
                  failure ->
                      assertThat(failure.kind()).isEqualTo(UpstreamFailure.Kind.INVALID_REQUEST));
          assertThat(places.counters().getFirst().failures()).containsEntry("INVALID_REQUEST", 1L);
        }
      }
    }
    assertThat(requests).isEmpty();
  }

  private static Throwable failure(UpstreamPlaces places, PlacesQuery query) {
    try {
      return new AssertionError("it has answered: " + ask(places, query));
    } catch (CompletionException e) {
      return UpstreamFetch.cause(e);
    }
  }
}
