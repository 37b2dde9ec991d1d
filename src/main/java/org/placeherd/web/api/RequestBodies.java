package org.placeherd.web.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Reads the bodies of requests within a bound of bytes for each, of bytes for all of them
/// together, and of time. On the event loop.
public final class RequestBodies {
  /// All bodies that have not come whole, in bytes.
  private static final long TOGETHER_BYTES_MAX = 32L << 20;

  private static final String WHERE = "body";
  private static final String CONTINUE = "100-continue";

  /// What nobody wants is thrown away for so long before the connection ends.
  private static final long LINGER_MILLIS = 500;

  /// A body is at most so much of its patience late when it is given up: one look at all of them
  /// costs less than a timer for each.
  private static final int LOOKS = 4;

  private final Vertx vertx;
  private final Duration patience;

  /// Those that have not come whole, the oldest first.
  private final Set<Body> coming = new LinkedHashSet<>();

  private long heldBytes;

  /// @param patience how long a body may take to come, however steadily
  public RequestBodies(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
    vertx.setPeriodic(Math.max(1, patience.toMillis() / LOOKS), _ -> giveUpTheLate());
  }

  /// Begins to read. Call it before anything else may come.
  ///
  /// @return fails with an [ApiProblem], or with something else where the client has left; what is
  ///   still to come must then be [cut off][#cutOff] behind the answer
  public CompletionStage<Buffer> read(HttpServerRequest request, int bytesMax) {
    Body body = new Body(bytesMax);
    if (length(request) > bytesMax) {
      body.refuse(tooLarge(bytesMax));
      return body.whole;
    }
    if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      var _ = request.response().writeContinue();
    }
    coming.add(body);
    request.exceptionHandler(body::refuse);
    request.handler(body::add);
    request.endHandler(_ -> body.end());
    return body.whole;
  }

  private void giveUpTheLate() {
    long now = System.nanoTime();
    Iterator<Body> oldest = coming.iterator();
    while (oldest.hasNext()) {
      Body body = oldest.next();
      if (now - body.sinceNanos < patience.toNanos()) {
        return;
      }
      oldest.remove();
      body.refuse(tooSlow());
    }
  }

  /// The length that a request says its body has; 0 if it says none.
  static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length); // Netty has let only numbers through
  }

  /// Whether a request says that it has a body, which may be empty where it does not say how long
  /// it is.
  public static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length(request) > 0;
  }

  private static boolean isMultiplexed(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }

  /// Says in the head of an answer that the connection ends with it, where a body still comes that
  /// nobody wants: the next request would stand behind it.
  ///
  /// @return whether it does; then [#cutOff] behind the answer
  public boolean announceCut(HttpServerRequest request) {
    if (request.isEnded()) {
      return false;
    }
    if (isMultiplexed(request)) {
      return true; // what comes need not be announced
    }
    if (hasBody(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      return true;
    }
    return false;
  }

  /// Ends a connection, or a stream of HTTP/2, on which a body may still come that nobody wants.
  /// What comes within a moment is thrown away first: a client that is hung up on while it sends
  /// may never see the answer.
  public void cutOff(HttpServerRequest request) {
    if (request.isEnded()) {
      ended(request);
      return;
    }
    long timer = vertx.setTimer(LINGER_MILLIS, _ -> end(request));
    request.exceptionHandler(_ -> vertx.cancelTimer(timer));
    request.handler(_ -> {});
    request.endHandler(_ -> {
      vertx.cancelTimer(timer);
      ended(request);
    });
    request.resume();
  }

  /// A stream that has ended is no more; the connection goes on.
  private static void ended(HttpServerRequest request) {
    if (!isMultiplexed(request)) {
      end(request);
    }
  }

  private static void end(HttpServerRequest request) {
    if (isMultiplexed(request)) {
      var _ = request.response().reset(0); // NO_ERROR: the answer counts (RFC 9113 §8.1)
    } else {
      var _ = request.connection().close();
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
    private final long sinceNanos = System.nanoTime();
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
      if (!whole.isDone()) {
        forget();
        whole.complete(bytes);
      }
    }

    private void refuse(Throwable reason) {
      if (!whole.isDone()) {
        forget();
        whole.completeExceptionally(reason);
      }
    }

    private void forget() {
      heldBytes -= bytes.length();
      coming.remove(this);
    }
  }
}
