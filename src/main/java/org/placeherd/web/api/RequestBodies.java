package org.placeherd.web.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Reads the bodies of requests within a bound of bytes for each, of bytes for all of them
/// together, and of time. On the event loop.
final class RequestBodies {
  /// All bodies that have not come whole, in bytes.
  private static final long TOGETHER_BYTES_MAX = 32L << 20;

  private static final String WHERE = "body";
  private static final long LINGER_MILLIS = 500;
  private static final String CONTINUE = "100-continue";

  private final Vertx vertx;
  private final Duration patience;
  private long heldBytes;

  /// @param patience how long a body may take to come, however steadily
  RequestBodies(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
  }

  /// Begins to read. Call it before anything else may come.
  ///
  /// @return fails with an [ApiProblem]; then the connection must not be read on
  CompletionStage<Buffer> read(HttpServerRequest request, int bytesMax) {
    Body body = new Body(bytesMax);
    if (length(request) > bytesMax) {
      body.refuse(tooLarge(bytesMax));
      return body.whole;
    }
    if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      var _ = request.response().writeContinue();
    }
    long timer = vertx.setTimer(patience.toMillis(), _ -> body.refuse(tooSlow()));
    var _ = body.whole.whenComplete((_, _) -> vertx.cancelTimer(timer));
    request.exceptionHandler(body::refuse);
    request.handler(body::add);
    request.endHandler(_ -> body.end());
    return body.whole;
  }

  /// The length that a request says its body has; 0 if it says none.
  static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length); // Netty has let only numbers through
  }

  /// Ends a connection on which a body still comes that nobody wants. What comes within a moment is
  /// thrown away first: a client that is hung up on while it sends may never see the answer.
  void hangUp(HttpServerRequest request) {
    vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
    if (!request.isEnded()) {
      request.handler(_ -> {});
      request.endHandler(_ -> request.connection().close());
      request.resume();
    }
  }

  private static ApiProblem tooLarge(int bytesMax) {
    return new ApiProblem(
        ApiProblem.TOO_LARGE,
        WHERE,
        "The body may have at most %,d bytes; send it in parts.".formatted(bytesMax));
  }

  private ApiProblem tooSlow() {
    return new ApiProblem(
        ApiProblem.TIMEOUT,
        WHERE,
        "The body was not whole within %d s.".formatted(patience.toSeconds()));
  }

  private final class Body {
    private final int bytesMax;
    private final CompletableFuture<Buffer> whole = new CompletableFuture<>();
    private final Buffer bytes = Buffer.buffer();

    private Body(int bytesMax) {
      this.bytesMax = bytesMax;
    }

    private void add(Buffer part) {
      if (whole.isDone()) {
        return;
      }
      bytes.appendBuffer(part);
      heldBytes += part.length();
      if (bytes.length() > bytesMax) {
        refuse(tooLarge(bytesMax));
      } else if (heldBytes > TOGETHER_BYTES_MAX) {
        refuse(ApiProblem.tryLater("Too many bodies are on their way to this server; try later."));
      }
    }

    private void end() {
      if (whole.complete(bytes)) {
        heldBytes -= bytes.length();
      }
    }

    private void refuse(Throwable reason) {
      if (whole.completeExceptionally(reason)) {
        heldBytes -= bytes.length();
      }
    }
  }
}
