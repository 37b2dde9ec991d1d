package org.placeherd.places;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.LatLon;

/// Asks a source: pays, sends, reads, and tries a second time where that may help.
final class UpstreamFetch implements AutoCloseable {
  /// The longest that one try may take; the default deadline leaves room for a second one.
  static final long ATTEMPT_MILLIS = 1_200;

  /// With less time than this a second try is not worth its price.
  private static final long RETRY_MILLIS_MIN = 150;

  /// A query that is made and not sent.
  private static final PlacesQuery NOWHERE = new PlacesQuery(new LatLon(0, 0), 1, 1);

  private static final int PAUSE_MILLIS_MIN = 50;
  private static final int PAUSE_MILLIS_MAX = 150;
  private static final int DIGITS_OF_SECONDS_MAX = 6;

  private final Upstream upstream;
  private final Budget budget;
  private final UpstreamGate gate;
  private final UpstreamMeter meter;
  private final KeyBlot blot;
  private final PlacesClock clock;
  private final UpstreamClient client = new UpstreamClient();
  private final RetryBudget retries = new RetryBudget();

  UpstreamFetch(
      Upstream upstream, Budget budget, UpstreamGate gate, UpstreamMeter meter, PlacesClock clock) {
    this.upstream = upstream;
    this.budget = budget;
    this.gate = gate;
    this.meter = meter;
    this.blot = new KeyBlot(upstream.key());
    this.clock = clock;
  }

  /// Asks. The stage fails with [UpstreamFailure] or [NotAsked].
  CompletableFuture<CellAnswer> ask(PlacesQuery query, Deadline deadline) {
    return step(upstream.steps(query), Optional.empty(), deadline);
  }

  /// Where a larger circle cannot be had, what was found in the smaller one is the answer; it does
  /// not cover the query, and says so.
  private CompletableFuture<CellAnswer> step(
      List<PlacesQuery> steps, Optional<CellAnswer> nearer, Deadline deadline) {
    PlacesQuery query = steps.getFirst();
    List<PlacesQuery> further = steps.subList(1, steps.size());
    CompletableFuture<CellAnswer> wider =
        withRetry(query, deadline)
            .thenCompose(found -> {
              CellAnswer answer = answer(query, together(found, nearer));
              return further.isEmpty() || answer.found().places().size() >= query.limit()
                  ? CompletableFuture.completedFuture(answer)
                  : step(further, Optional.of(answer), deadline);
            });
    return nearer
        .filter(answer -> !answer.isEmpty())
        .map(answer -> wider.exceptionally(_ -> answer))
        .orElse(wider);
  }

  private static FoundPlaces together(FoundPlaces found, Optional<CellAnswer> nearer) {
    return found.isTruncated() && nearer.isPresent() ? found.with(nearer.get().found()) : found;
  }

  private CellAnswer answer(PlacesQuery query, FoundPlaces found) {
    return new CellAnswer(
        query,
        upstream.policy().isVerbatim() ? found : TidyPlaces.of(found),
        clock.wall().instant(),
        clock.nanos());
  }

  private CompletableFuture<FoundPlaces> withRetry(PlacesQuery query, Deadline deadline) {
    return attempt(query, deadline)
        .exceptionallyCompose(first -> {
          if (!mayBeRetried(first)
              || deadline.millisLeft() < RETRY_MILLIS_MIN + PAUSE_MILLIS_MAX
              || !retries.takeRetry()) {
            return CompletableFuture.failedFuture(cause(first));
          }
          return CompletableFuture.completedFuture(query)
              .thenComposeAsync(again -> attempt(again, deadline), afterPause())
              .exceptionallyCompose(second ->
                  CompletableFuture.failedFuture(
                      cause(cause(second) instanceof NotAsked ? first : second)));
        });
  }

  /// Not all at the same time.
  private static Executor afterPause() {
    long millis = ThreadLocalRandom.current().nextLong(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX);
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private static boolean mayBeRetried(Throwable failure) {
    return cause(failure) instanceof UpstreamFailure upstream
        && upstream.kind() == UpstreamFailure.Kind.UNKNOWN_ERROR
        && upstream.retryAfterSeconds() == 0;
  }

  private CompletableFuture<FoundPlaces> attempt(PlacesQuery query, Deadline deadline) {
    long millis = Math.min(ATTEMPT_MILLIS, deadline.millisLeft());
    try {
      HttpRequest request = upstream.request(query);
      Spending paid = pay(millis);
      meter.calls.increment();
      meter.microDollars.add(upstream.policy().microDollarsPerCall());
      retries.called();
      long start = clock.nanos();
      return send(request, millis)
          .handle((response, failure) -> {
            meter.took(clock.nanos() - start);
            return read(query, response, failure, paid, millis);
          });
    } catch (NotAsked e) {
      meter.notAsked(e.reason());
      return CompletableFuture.failedFuture(e);
    } catch (UpstreamFailure e) {
      meter.failed(e);
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Once it is paid and let through, whatever befalls must be read by [#read].
  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, long millis) {
    try {
      return client.send(request, millis);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Spending pay(long millisLeft) throws NotAsked {
    if (millisLeft <= 0) {
      throw NotAsked.because(NotAsked.Reason.TOO_LATE);
    }
    gate.check();
    Spending paid = budget.reserve();
    try {
      gate.enter();
    } catch (NotAsked e) {
      budget.refund(paid);
      throw e;
    }
    return paid;
  }

  private FoundPlaces read(
      PlacesQuery query,
      @Nullable HttpResponse<byte[]> response,
      @Nullable Throwable failure,
      Spending paid,
      long millis) {
    try {
      FoundPlaces found = found(query, response, failure, paid, millis);
      gate.answered();
      meter.leftOut(found.leftOut());
      return found;
    } catch (UpstreamFailure e) {
      gate.failed(e);
      meter.failed(e);
      throw new CompletionException(e);
    }
  }

  private FoundPlaces found(
      PlacesQuery query,
      @Nullable HttpResponse<byte[]> response,
      @Nullable Throwable failure,
      Spending paid,
      long millis)
      throws UpstreamFailure {
    if (response == null) {
      throw unreached(
          failure == null ? new IOException("no response") : cause(failure), paid, millis);
    }
    try {
      return blot.out(
          upstream.read(
              query, response.statusCode(), retryAfterSeconds(response), response.body()));
    } catch (RuntimeException e) {
      throw new UpstreamFailure(
          UpstreamFailure.Kind.UNKNOWN_ERROR,
          "%s sent what cannot be understood (%s)"
              .formatted(upstream.name(), e.getClass().getSimpleName()));
    }
  }

  /// The request is not named, for there may be a key in it.
  private UpstreamFailure unreached(Throwable failure, Spending paid, long millis) {
    String what =
        switch (failure) {
          case ConnectException _ -> refunded(paid);
          case HttpConnectTimeoutException _ -> refunded(paid);
          case TimeoutException _ -> "has not answered within %,d ms".formatted(millis);
          case IOException e when e.getMessage() != null -> "broke off: " + words(e.getMessage());
          default -> "broke off: " + failure.getClass().getSimpleName();
        };
    return new UpstreamFailure(UpstreamFailure.Kind.UNKNOWN_ERROR, upstream.name() + " " + what);
  }

  /// The client's words may have the source's in them.
  private String words(String text) {
    return SourceComplaint.words(text, upstream.key());
  }

  private String refunded(Spending paid) {
    budget.refund(paid);
    meter.microDollars.add(-upstream.policy().microDollarsPerCall());
    return "cannot be reached";
  }

  /// Seconds; a date there is read as nothing.
  private static long retryAfterSeconds(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1," + DIGITS_OF_SECONDS_MAX + "}"))
        .map(Long::parseLong)
        .orElse(0L);
  }

  /// Does what the first query would have to wait for: loads classes, and opens a connection by
  /// asking for nothing at the root of the server, which no source counts as a call. Blocks, for
  /// [#ATTEMPT_MILLIS] at most.
  void warmUp() {
    try {
      HttpRequest never = upstream.request(NOWHERE);
      HttpRequest hello =
          HttpRequest.newBuilder(never.uri().resolve("/"))
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<byte[]> _ = client.send(hello, ATTEMPT_MILLIS).join();
    } catch (CompletionException | IllegalStateException | UpstreamFailure e) {
      // It cannot be reached now, or is being closed; a query will tell whoever asks one.
    }
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public void close() {
    client.close();
    budget.close();
  }
}
