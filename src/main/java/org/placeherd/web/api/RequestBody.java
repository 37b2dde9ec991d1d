package org.placeherd.web.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Reads the body of a request within a bound of bytes and of time. On the event loop.
final class RequestBody {
  private static final String WHERE = "body";
  private static final long LINGER_MILLIS = 500;

  private final int bytesMax;
  private final CompletableFuture<Buffer> whole = new CompletableFuture<>();
  private final Buffer body = Buffer.buffer();

  private RequestBody(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Begins to read. Call it before anything else may come.
  ///
  /// @param patience how long the body may take to come, however steadily
  /// @return fails with an [ApiProblem]; then the connection must not be read on
  static CompletionStage<Buffer> read(
      HttpServerRequest request, Vertx vertx, int bytesMax, Duration patience) {
    RequestBody reading = new RequestBody(bytesMax);
    if (length(request) > bytesMax) {
      reading.whole.completeExceptionally(reading.tooLarge());
      return reading.whole;
    }
    long timer = vertx.setTimer(patience.toMillis(), _ -> reading.tooSlow(patience));
    var _ = reading.whole.whenComplete((_, _) -> vertx.cancelTimer(timer));
    request.exceptionHandler(reading.whole::completeExceptionally);
    request.handler(reading::take);
    request.endHandler(_ -> reading.whole.complete(reading.body));
    return reading.whole;
  }

  /// The length that a request says its body has; 0 if it says none.
  static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length); // Netty has let only numbers through
  }

  /// Ends a connection on which a body still comes that nobody wants. What comes within a moment is
  /// thrown away first: a client that is hung up on while it sends may never see the answer.
  static void hangUp(HttpServerRequest request, Vertx vertx) {
    vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
    if (!request.isEnded()) {
      request.handler(_ -> {});
      request.endHandler(_ -> request.connection().close());
      request.resume();
    }
  }

  private void take(Buffer chunk) {
    if (whole.isDone()) {
      return;
    }
    if (body.length() + chunk.length() > bytesMax) {
      whole.completeExceptionally(tooLarge());
    } else {
      body.appendBuffer(chunk);
    }
  }

  private ApiProblem tooLarge() {
    return new ApiProblem(
        ApiProblem.TOO_LARGE,
        WHERE,
        "The body may have at most %,d bytes; send it in parts.".formatted(bytesMax));
  }

  private void tooSlow(Duration patience) {
    whole.completeExceptionally(
        new ApiProblem(
            ApiProblem.TIMEOUT,
            WHERE,
            "The body was not whole within %d s.".formatted(patience.toSeconds())));
  }
}
