package org.placeherd.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.placeherd.auth.Pass;
import org.placeherd.web.WebCounters.Answered;
import org.placeherd.web.api.ApiProblem;
import org.placeherd.web.api.HerdApi;
import org.placeherd.web.api.Replies;
import org.placeherd.web.api.RequestBodies;

/// What stands at which path. All on the event loop.
final class Routes {
  static final String NEARBY = "/maps/api/place/nearbysearch/json";
  static final String METRICS = "/metrics";

  /// The same as [Health#LIVE], as it was called first.
  static final String HEALTH = "/healthz";

  private static final Set<HttpMethod> UNDERSTOOD = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final String OTHER = "other";
  private static final String TEXT_TYPE = "text/plain; charset=utf-8";
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String NOTHING_THERE =
      "There is nothing at this path; there is %s, %s, %s, %s, %s, and what begins with /v1/."
          .formatted(NEARBY, LinesOverHttp.PATH, METRICS, Health.LIVE, Health.READY);
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;

  private final Vertx vertx;
  private final WebBackend backend;
  private final WebConnections connections;
  private final WebBounds bounds;
  private final BrowserRules browsers;
  private final RequestBodies bodies;
  private final Replies replies = new Replies();
  private final HerdApi api;
  private final LinesOverHttp lines;
  private final PhonesOverHttp phones;
  private final RequestTokens tokens;
  private final AtomicInteger searches = new AtomicInteger();
  private final Map<Answered, LongAdder> requests = new ConcurrentHashMap<>();

  Routes(
      Vertx vertx,
      WebBackend backend,
      WebConnections connections,
      WebBounds bounds,
      BrowserRules browsers) {
    this.vertx = vertx;
    this.backend = backend;
    this.connections = connections;
    this.bounds = bounds;
    this.browsers = browsers;
    bodies = new RequestBodies(vertx, bounds.silence());
    api =
        new HerdApi(
            vertx,
            backend.api(),
            bounds.backendPatience(),
            bodies,
            replies,
            this::count,
            connections::closed);
    lines = new LinesOverHttp(this, backend, connections);
    phones = new PhonesOverHttp(this, backend);
    tokens = new RequestTokens(backend.tokens(), this, phones);
  }

  /// Answers a request, now or later.
  void handle(HttpServerRequest request) {
    connections.heard(request.connection());
    Optional<BrowserRules.Verdict> verdict = browsers.judge(request);
    if (verdict.isPresent()) {
      end(request, verdict.get());
      return;
    }
    String path = String.valueOf(request.path());
    tokens.admit(request, path, pass -> admitted(request, path, pass));
  }

  private void admitted(HttpServerRequest request, String path, Pass pass) {
    switch (path) {
      case LinesOverHttp.PATH -> lines.handle(request, pass);
      case NEARBY, METRICS, Health.LIVE, HEALTH, Health.READY ->
          handle(request, path, began(request));
      case HerdApi.STREAM -> stream(request, pass);
      default -> {
        if (HerdApi.has(path)) {
          api.handle(request, began(request), pass);
        } else if (PhonesOverHttp.maySend(request, path)) {
          phones.handle(request, path, pass);
        } else {
          refuse(request, OTHER, NOT_FOUND, NOTHING_THERE);
        }
      }
    }
  }

  private void end(HttpServerRequest request, BrowserRules.Verdict verdict) {
    if (verdict.sentence().isEmpty()) {
      count(OTHER, verdict.status());
      var _ = request.response().setStatusCode(verdict.status()).end();
    } else {
      refuse(request, OTHER, verdict.status(), verdict.sentence());
    }
  }

  BrowserRules browsers() {
    return browsers;
  }

  /// Reads the body of a request; if it is not taken, the answer says why.
  ///
  /// @param shown what to count it under
  void read(HttpServerRequest request, String shown, int bytesMax, Consumer<Buffer> whole) {
    var _ =
        bodies
            .read(request, bytesMax)
            .whenComplete((body, failure) -> {
              if (failure instanceof ApiProblem problem) {
                refuse(request, shown, problem.status(), String.valueOf(problem.getMessage()));
              } else if (failure == null) {
                whole.accept(body);
              } // else the client has left
            });
  }

  /// A browser opens WebSockets for the page of any other server, too.
  private void stream(HttpServerRequest request, Pass pass) {
    if (browsers.mayChange(request)) {
      api.handle(request, began(request), pass);
    } else {
      String reason = "A page of another origin may not follow the stream.";
      refuse(request, HerdApi.STREAM, FORBIDDEN, reason);
    }
  }

  /// Ends all streams.
  ///
  /// @return ends when all who read know
  Future<Void> close() {
    return api.close();
  }

  /// A request has come whole, and is now answered. Returns the number of its connection, below 0.
  long began(HttpServerRequest request) {
    request.response().endHandler(_ -> connections.ended(request.connection()));
    return connections.began(request.connection());
  }

  /// Asks clients that keep a connection for signs of life.
  void ping() {
    lines.ping();
  }

  /// Answers with a problem, whether the request has come whole or not; if it may have a body that
  /// nobody reads, the connection ends with it.
  void refuse(HttpServerRequest request, String path, int status, String detail) {
    refuse(request, path, status, Problem.TYPE, Problem.json(status, detail));
  }

  /// The same with a text of another type.
  void refuse(HttpServerRequest request, String path, int status, String type, String text) {
    boolean isCut = bodies.announceCut(request);
    answer(request, path, status, type, Buffer.buffer(text));
    if (isCut) {
      bodies.cutOff(request);
    }
  }

  private void handle(HttpServerRequest request, String path, long asker) {
    if (!UNDERSTOOD.contains(request.method())) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      refuse(request, path, METHOD_NOT_ALLOWED, "Only GET and HEAD are understood here.");
    } else if (RequestBodies.hasBody(request)) {
      refuse(request, path, TOO_LARGE, "No body is taken at this path.");
    } else {
      switch (path) {
        case NEARBY -> nearby(request, asker);
        case METRICS -> own(request, path, METRICS_TYPE, backend.metrics());
        case Health.READY ->
            own(request, path, backend.ready(), state -> Health.answer(this, request, state));
        default -> own(request, path, TEXT_TYPE, backend.alive().thenApply(_ -> "ok\n"));
      }
    }
  }

  private void nearby(HttpServerRequest request, long asker) {
    NearbySearch search;
    try {
      search = NearbyParameters.read(request.params());
    } catch (InvalidRequest e) {
      json(request, GoogleReply.failure("INVALID_REQUEST", e.sentence()));
      return;
    } catch (IllegalArgumentException e) {
      String sentence = "The parameters are not percent-encoded as they should be.";
      json(request, GoogleReply.failure("INVALID_REQUEST", sentence));
      return;
    }
    if (searches.incrementAndGet() > bounds.searches()) {
      searches.decrementAndGet();
      String sentence = "This server has too many searches under way; ask again later.";
      json(request, GoogleReply.failure("OVER_QUERY_LIMIT", sentence));
      return;
    }
    Consumer<byte[]> later = onThisLoop(body -> json(request, body));
    backend.nearby(
        asker,
        search,
        body -> {
          searches.decrementAndGet();
          later.accept(body);
        });
  }

  /// Answers a nearby search in the shape of Google's.
  void json(HttpServerRequest request, byte[] body) {
    answer(request, NEARBY, OK, GoogleReply.TYPE, Buffer.buffer(body));
  }

  /// Answers with what the server says of itself.
  private void own(
      HttpServerRequest request, String path, String type, CompletionStage<String> text) {
    own(request, path, text, body -> answer(request, path, OK, type, Buffer.buffer(body)));
  }

  private <T> void own(
      HttpServerRequest request, String path, CompletionStage<T> state, Consumer<T> answer) {
    Consumer<T> later = onThisLoop(answer);
    Consumer<String> unavailable =
        onThisLoop(sentence -> problem(request, path, UNAVAILABLE, sentence));
    var _ =
        state
            .toCompletableFuture()
            .copy()
            .orTimeout(bounds.backendPatience().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((now, failure) -> {
              if (failure == null) {
                later.accept(now);
              } else {
                unavailable.accept("The server is too busy to say how it is, or is stopping.");
              }
            });
  }

  /// The same on the loop of the request, wherever it is called.
  <T> Consumer<T> onThisLoop(Consumer<T> task) {
    Context context = vertx.getOrCreateContext();
    return value -> {
      try {
        context.runOnContext(_ -> task.accept(value));
      } catch (RejectedExecutionException e) {
        // HTTP has been closed meanwhile, and every connection with it: nobody waits.
      }
    };
  }

  /// Does something later, or at once if that is not to be waited for.
  void after(long millis, Runnable task) {
    if (millis == 0) {
      task.run();
    } else {
      vertx.setTimer(millis, _ -> task.run());
    }
  }

  void problem(HttpServerRequest request, String path, int status, String detail) {
    answer(request, path, status, Problem.TYPE, Buffer.buffer(Problem.json(status, detail)));
  }

  /// Counts an answer.
  void count(String path, int status) {
    requests.computeIfAbsent(new Answered(path, status), _ -> new LongAdder()).increment();
  }

  void answer(HttpServerRequest request, String path, int status, String type, Buffer body) {
    HttpServerResponse response = request.response();
    count(path, status);
    if (response.closed()) {
      return; // the client has gone, and its connection is forgotten already
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type);
    var _ = replies.send(request, body);
  }

  /// How many requests were answered, by path and status.
  Map<Answered, Long> requests() {
    Map<Answered, Long> counted = new HashMap<>();
    requests.forEach((answered, count) -> counted.put(answered, count.sum()));
    return counted;
  }
}
