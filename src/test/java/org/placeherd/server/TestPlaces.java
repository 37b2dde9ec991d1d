package org.placeherd.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.placeherd.places.PlacesProvider;
import org.placeherd.places.PlacesQuery;

/// Places that a test decides about: found at once, or never.
final class TestPlaces implements PlacesProvider {
  /// What is found.
  static final String JSON =
      "{\"html_attributions\":[],\n\"results\":[],\n\"status\":\"ZERO_RESULTS\"}";

  /// What is said where nothing is found in time.
  static final String UNKNOWN_ERROR =
      "{\"html_attributions\":[],\"results\":[],\"status\":\"UNKNOWN_ERROR\"}";

  private final AtomicInteger queries = new AtomicInteger();
  private volatile boolean hangs;

  /// From now on, whether queries are left without an answer.
  void hang(boolean on) {
    hangs = on;
  }

  int queries() {
    return queries.get();
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
    queries.incrementAndGet();
    return hangs
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(JSON.getBytes(UTF_8));
  }

  @Override
  public CompletionStage<Void> warmUp() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
