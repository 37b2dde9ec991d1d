package org.placeherd.places;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends requests over connections that stay open: half of the time of a call is spent on opening
/// one (places.md §1.3 of the specification). Made at the first call.
final class UpstreamClient implements AutoCloseable {
  /// Shorter than an attempt, so that a source that cannot be reached is told from a slow one.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private @Nullable HttpClient client;
  private boolean closed;

  /// Sends a request. The stage fails with a [TimeoutException] when the whole answer is not there
  /// in time; then the exchange is broken off.
  CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, long timeoutMillis) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client().sendAsync(fitted(request), _ -> new CappedBody(PlacesBody.BYTES_MAX));
    CompletableFuture<HttpResponse<byte[]>> timed =
        exchange.copy().orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    CompletableFuture<HttpResponse<byte[]>> _ =
        timed.whenComplete((_, failure) -> {
          if (failure instanceof TimeoutException) {
            exchange.cancel(true);
          }
        });
    return timed;
  }

  /// Without TLS, HTTP/2 would begin with a request to upgrade, which simple servers stumble over.
  private static HttpRequest fitted(HttpRequest request) {
    URI uri = request.uri();
    return "http".equalsIgnoreCase(uri.getScheme())
        ? HttpRequest.newBuilder(request, (_, _) -> true)
            .version(HttpClient.Version.HTTP_1_1)
            .build()
        : request;
  }

  private synchronized HttpClient client() {
    if (closed) {
      throw new IllegalStateException("places are closed");
    }
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER) // a key must not go to somebody else
              .version(HttpClient.Version.HTTP_2)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdownNow();
    }
  }
}
