package org.placeherd.web.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// Sends the bodies of replies. Those that clients have not taken yet are bounded for all of them
/// together: one connection of HTTP/2 may ask a hundred times and take nothing. On the event loop.
public final class Replies {
  /// All that was not taken, in bytes; who asks then is hung up on.
  private static final long UNTAKEN_BYTES_MAX = 64L << 20;

  private long untakenBytes;

  /// Ends a response with a body, or hangs up.
  public Future<Void> send(HttpServerRequest request, Buffer body) {
    if (untakenBytes > UNTAKEN_BYTES_MAX) {
      return request.connection().close();
    }
    int bytes = body.length();
    Future<Void> sent = request.response().end(body);
    if (!sent.isComplete()) {
      untakenBytes += bytes;
      var _ = sent.onComplete(_ -> untakenBytes -= bytes);
    }
    return sent;
  }
}
