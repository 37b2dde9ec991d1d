package org.placeherd.places;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends requests over connections that stay open: half of the time of a call is spent on opening
/// one (places.md §1.3 of the specification). Made at the first call.
///
/// The JDK's client forgets to close a connection whose answer it cannot parse (JDK 25). So after
/// an exchange that broke off or came too late the client is exchanged for a new one, once a second
/// at most, and the old one closed with all its connections as soon as nobody can wait for it.
final class UpstreamClient implements AutoCloseable {
  /// Shorter than an attempt, so that a source that cannot be reached is told from a slow one.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /// A client that has seen a broken exchange goes on so long, so that there are never many.
  private static final long EXCHANGE_AFTER_MILLIS = 1_000;

  /// Every exchange of the old client has ended by then.
  private static final long CLOSE_AFTER_MILLIS = UpstreamFetch.ATTEMPT_MILLIS + 100;

  private @Nullable HttpClient client;
  private boolean isToBeExchanged;
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
          if (failure != null && !isUnconnected(UpstreamFetch.cause(failure))) {
            exchangeSoon();
          }
        });
    return timed;
  }

  private static boolean isUnconnected(Throwable failure) {
    return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
  }

  private synchronized void exchangeSoon() {
    if (!isToBeExchanged && !closed) {
      isToBeExchanged = true;
      after(EXCHANGE_AFTER_MILLIS, this::exchange);
    }
  }

  /// The next call makes the new one.
  private synchronized void exchange() {
    isToBeExchanged = false;
    HttpClient old = client;
    client = null;
    if (old != null) {
      after(CLOSE_AFTER_MILLIS, old::shutdownNow);
    }
  }

  private static void after(long millis, Runnable task) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
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
