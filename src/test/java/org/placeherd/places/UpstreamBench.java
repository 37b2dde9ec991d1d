package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A provider around a [ScriptedUpstream], and how to ask it.
final class UpstreamBench implements AutoCloseable {
  static final long TIMEOUT_MILLIS = 30_000;

  final ScriptedUpstream upstream;
  final TestClock clock = new TestClock();
  final UpstreamPlaces places;

  UpstreamBench(Path directory, UpstreamPolicy policy) {
    this(directory, policy, BudgetLimits.NONE, true, 64);
  }

  UpstreamBench(
      Path directory,
      UpstreamPolicy policy,
      BudgetLimits budget,
      boolean rounds,
      int callsAtOnceMax) {
    try {
      upstream = new ScriptedUpstream(policy);
      places =
          new UpstreamPlaces(
              upstream,
              new UpstreamPlaces.Settings(
                  rounds, true, budget, new BudgetFile(directory.resolve("spent")), 1_000_000),
              clock.clock,
              Duration.ofMillis(1),
              callsAtOnceMax);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CompletableFuture<byte[]> begin(PlacesQuery query) {
    return places.nearby(query, TIMEOUT_MILLIS).toCompletableFuture();
  }

  JsonNode ask(PlacesQuery query) {
    return json(begin(query).join());
  }

  Throwable failure(PlacesQuery query) {
    try {
      begin(query).join();
    } catch (CompletionException e) {
      return UpstreamFetch.cause(e);
    }
    throw new AssertionError("it has answered");
  }

  static JsonNode json(byte[] body) {
    try {
      return new ObjectMapper().readTree(new String(PlacesBody.checked(body), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> names(JsonNode reply) {
    List<String> names = new ArrayList<>();
    reply.get("results").forEach(result -> names.add(result.get("name").asText()));
    return names;
  }

  static String cache(JsonNode reply) {
    return reply.get("x_herd").get("cache").asText();
  }

  UpstreamCounters counters() {
    return places.counters().getFirst();
  }

  @Override
  public void close() {
    places.close();
    upstream.close();
  }
}
