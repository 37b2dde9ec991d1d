package org.placeherd.places.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers requests as a [StubMode] says, until another one is chosen.
final class StubTrouble {
  private static final long DELAY_MILLIS = 600;
  private static final long DRIP_MILLIS = 100;
  private static final int FLOOD_BYTES = 10 << 20;
  private static final int FLOOD_PART_BYTES = 1 << 16;
  private static final int REFUSED_OVER_QUOTA = 5;

  private final StubMode mode;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger answered = new AtomicInteger();

  StubTrouble(StubMode mode) {
    this.mode = mode;
  }

  /// Whoever hangs in it is let go.
  void end() {
    ended.countDown();
  }

  void answer(HttpExchange exchange, StubRequest request, StubDialect dialect)
      throws IOException, InterruptedException {
    switch (mode) {
      case OK -> send(exchange, dialect.answer(request));
      case DELAY -> {
        boolean _ = ended.await(DELAY_MILLIS, TimeUnit.MILLISECONDS);
        send(exchange, dialect.answer(request));
      }
      case HANG -> ended.await();
      case ERROR_500 -> send(exchange, StubAnswer.text(500, "Internal Server Error"));
      case ERROR_503 -> send(exchange, StubAnswer.text(503, "Service Unavailable"));
      case TRUNCATED -> send(exchange, half(dialect.answer(request)));
      case DRIP -> drip(exchange, dialect.answer(request));
      case FLOOD -> flood(exchange);
      case OVER_QUOTA ->
          send(
              exchange,
              answered.incrementAndGet() <= REFUSED_OVER_QUOTA
                  ? dialect.overQuota()
                  : dialect.answer(request));
      case BAD_KEY -> send(exchange, dialect.denied());
      case TIMED_OUT -> send(exchange, dialect.timedOut());
    }
  }

  private static StubAnswer half(StubAnswer answer) {
    return new StubAnswer(
        answer.status(), answer.type(), answer.body().substring(0, answer.body().length() / 2));
  }

  private void drip(HttpExchange exchange, StubAnswer answer)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(answer.status(), 0);
    OutputStream body = exchange.getResponseBody();
    for (byte each : answer.body().getBytes(UTF_8)) {
      body.write(each);
      body.flush();
      if (ended.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, FLOOD_BYTES);
    byte[] part = new byte[FLOOD_PART_BYTES];
    Arrays.fill(part, (byte) ' ');
    for (int sent = 0; sent < FLOOD_BYTES; sent += part.length) {
      exchange.getResponseBody().write(part);
    }
  }

  static void send(HttpExchange exchange, StubAnswer answer) throws IOException {
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(
        answer.status(), isHead ? -1 : body.length == 0 ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }
}
