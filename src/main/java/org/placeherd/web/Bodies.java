package org.placeherd.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/// Reads the bodies of requests, each of them and all together bounded. On the event loop.
final class Bodies {
  private static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;
  private static final String CONTINUE = "100-continue";

  private final long togetherMax;
  private long held;

  /// @param togetherMax most bytes of all bodies that have not come whole
  Bodies(long togetherMax) {
    this.togetherMax = togetherMax;
  }

  /// What becomes of a body. One of the two is called, or none if the client leaves.
  ///
  /// @param whole takes it when it is there
  /// @param refused takes a status and a sentence; what else is sent must not be waited for
  record Ends(Consumer<Buffer> whole, Refusal refused) {}

  /// Takes why a body was not read.
  interface Refusal {
    void refuse(int status, String sentence);
  }

  /// Reads a request's body. Before the handler of the request returns.
  void read(HttpServerRequest request, int bytesMax, Ends ends) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isMore(length, bytesMax)) {
      ends.refused.refuse(TOO_LARGE, tooLarge(bytesMax));
      return;
    }
    if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      var _ = request.response().writeContinue();
    }
    Body body = new Body(bytesMax, ends);
    request.handler(body::add);
    request.endHandler(_ -> body.end());
    request.exceptionHandler(_ -> body.close());
  }

  private static boolean isMore(String length, int bytesMax) {
    try {
      return Long.parseLong(length) > bytesMax;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static String tooLarge(int bytesMax) {
    return "A body may have at most %,d bytes here.".formatted(bytesMax);
  }

  private final class Body {
    private final int bytesMax;
    private final Ends ends;
    private final Buffer bytes = Buffer.buffer();
    private boolean isClosed;

    private Body(int bytesMax, Ends ends) {
      this.bytesMax = bytesMax;
      this.ends = ends;
    }

    private void add(Buffer part) {
      if (isClosed) {
        return;
      }
      held += part.length();
      bytes.appendBuffer(part);
      if (bytes.length() > bytesMax) {
        close();
        ends.refused.refuse(TOO_LARGE, tooLarge(bytesMax));
      } else if (held > togetherMax) {
        close();
        ends.refused.refuse(
            UNAVAILABLE, "Too many bodies are on their way to this server; try again later.");
      }
    }

    private void end() {
      if (!isClosed) {
        close();
        ends.whole.accept(bytes);
      }
    }

    private void close() {
      if (!isClosed) {
        isClosed = true;
        held -= bytes.length();
      }
    }
  }
}
