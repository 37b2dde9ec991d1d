package org.placeherd.web.api;

import static org.placeherd.web.api.ClientsJson.GEO_TYPE;
import static org.placeherd.web.api.ClientsJson.JSON_TYPE;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.placeherd.auth.Pass;

/// Answers what is asked under `/v1`. On the event loop of HTTP, where JSON is written, too; the
/// server's loop only copies AT lines out.
public final class HerdApi {
  /// The path of the stream of changes.
  public static final String STREAM = "/v1/stream";

  /// A polygon with all the corners that it may have is a third of this.
  private static final int POLYGON_BYTES_MAX = 65_536;

  private static final String OTHER = "other";
  private static final int INTERNAL = 500;

  private final Vertx vertx;
  private final ClientReading clients;
  private final PlaceReading places;
  private final Reporting reporting;
  private final ApiBackend backend;
  private final Duration patience;
  private final RequestBodies bodies;
  private final Replies replies;
  private final Answered answered;
  private final Streaming streaming;

  /// Is told of each request that was answered.
  @FunctionalInterface
  public interface Answered {
    /// Counts a request.
    ///
    /// @param path one of the paths that there are, with `{id}` for the name of a client, or
    ///   `other`
    void count(String path, int status);
  }

  /// Ends all streams.
  ///
  /// @return ends when all who read know
  public Future<Void> close() {
    return streaming.close();
  }

  /// @param patience how long the server behind may take to answer; the places have a deadline of
  ///   their own
  /// @param closed is told of connections that were closed when they were none of HTTP any more
  public HerdApi(
      Vertx vertx,
      ApiBackend backend,
      Duration patience,
      RequestBodies bodies,
      Replies replies,
      Answered answered,
      Consumer<HttpConnection> closed) {
    this.vertx = vertx;
    this.backend = backend;
    this.patience = patience;
    this.bodies = bodies;
    this.replies = replies;
    this.answered = answered;
    clients = new ClientReading(backend);
    places = new PlaceReading(backend);
    reporting = new Reporting(backend, bodies);
    streaming = new Streaming(vertx, backend.changes(), answered, closed);
  }

  /// Whether the API answers what is asked of a path.
  public static boolean has(String path) {
    return path.startsWith(Operation.ROOT);
  }

  /// Answers a request, now or later. Its path is one that the API [#has].
  ///
  /// @param asker the number of its connection
  /// @param pass what its sender may; that he may ask this is known already
  public void handle(HttpServerRequest request, long asker, Pass pass) {
    String path = String.valueOf(request.path());
    List<Operation> there = Operation.at(path);
    String counted = there.isEmpty() ? OTHER : there.getFirst().path();
    Executor loop = loop();
    try {
      Operation operation = operation(request, path, there);
      Call call = new Call(request, operation, path, asker, pass, loop);
      var _ =
          within(perform(call), operation)
              .whenCompleteAsync((reply, failure) -> end(request, counted, reply, failure), loop);
    } catch (ApiProblem e) {
      end(request, counted, e.reply(), null);
    }
  }

  private static Operation operation(HttpServerRequest request, String path, List<Operation> there)
      throws ApiProblem {
    if (there.isEmpty()) {
      throw new ApiProblem(
          ApiProblem.NOT_FOUND,
          "path",
          "There is nothing at this path; /v1/openapi.json describes what there is under /v1. A"
              + " slash in the name of a client is written %2F.");
    }
    String method = request.method().name();
    for (Operation operation : there) {
      if (operation.answers(method)) {
        if (!operation.takesBody() && RequestBodies.hasBody(request)) {
          throw new ApiProblem(
              ApiProblem.TOO_LARGE, "body", "No body is taken by %s %s.".formatted(method, path));
        }
        return operation;
      }
    }
    request.response().putHeader(HttpHeaders.ALLOW, allowed(there));
    throw new ApiProblem(
        ApiProblem.METHOD_NOT_ALLOWED,
        "method",
        "%s is not understood here, only %s.".formatted(method, allowed(there)));
  }

  private static String allowed(List<Operation> there) {
    return there.stream()
        .map(Operation::method)
        .map(method -> method.equals("GET") ? "GET, HEAD" : method)
        .collect(Collectors.joining(", "));
  }

  private CompletionStage<ApiReply> perform(Call call) throws ApiProblem {
    return switch (call.operation()) {
      case READ_CLIENT -> clients.one(call);
      case DELETE_CLIENT -> reporting.delete(call);
      case LIST_CLIENTS -> clients.list(call);
      case FIND_CLIENTS -> clients.near(call);
      case FIND_CLIENTS_IN_POLYGON -> {
        call.requireType(JSON_TYPE, GEO_TYPE);
        CompletionStage<Buffer> body = bodies.read(call.request(), POLYGON_BYTES_MAX);
        yield clients.near(call, body);
      }
      case FIND_PLACES -> places.near(call);
      case FIND_PLACES_NEAR_CLIENT -> places.nearClient(call);
      case REPORT -> reporting.one(call);
      case REPORT_MANY -> reporting.many(call);
      case STREAM -> streaming.open(call);
      case READ_DESCRIPTION -> {
        var _ = call.query();
        yield CompletableFuture.completedStage(OpenApi.reply());
      }
      case READ_STATUS -> {
        var _ = call.query();
        yield backend
            .status()
            .thenApply(json -> ApiReply.of(ApiReply.OK, JSON_TYPE, Buffer.buffer(json)));
      }
    };
  }

  /// The places have a deadline of their own, and a body has one; a stream has no answer but a
  /// refusal.
  private CompletionStage<ApiReply> within(CompletionStage<ApiReply> reply, Operation operation) {
    return switch (operation) {
      case FIND_PLACES,
          FIND_PLACES_NEAR_CLIENT,
          FIND_CLIENTS_IN_POLYGON,
          REPORT,
          REPORT_MANY,
          DELETE_CLIENT,
          STREAM ->
          reply;
      default ->
          reply.toCompletableFuture().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    };
  }

  private void end(
      HttpServerRequest request,
      String counted,
      @Nullable ApiReply reply,
      @Nullable Throwable failure) {
    ApiReply shown = reply != null ? reply : problem(failure).reply();
    answered.count(counted, shown.status());
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return; // the client has gone, and its connection is forgotten already
    }
    if (new Accepted(request.getHeader(HttpHeaders.ACCEPT_ENCODING)).takesCoding("gzip")) {
      shown = shown.packed();
    }
    response.setStatusCode(shown.status());
    response.headers().add(HttpHeaders.VARY, "Accept, Accept-Encoding");
    shown.headers().forEach(response::putHeader);
    boolean isCut = bodies.announceCut(request);
    if (!shown.hasNoBody()) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(shown.body().length()));
    }
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    var ended = isHead ? response.end() : replies.send(request, shown.body());
    if (isCut) {
      var _ = ended.onComplete(_ -> bodies.cutOff(request));
    }
  }

  private static ApiProblem problem(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ApiProblem problem -> problem;
      case ServerBusy refused -> ApiProblem.tryLater(refused.sentence());
      case java.util.concurrent.TimeoutException _ ->
          ApiProblem.tryLater("The server is too busy to answer; ask again later.");
      case java.util.concurrent.CancellationException _ ->
          ApiProblem.tryLater("The server is stopping; ask another one of the herd.");
      case RejectedExecutionException _ ->
          ApiProblem.tryLater("The server is stopping; ask another one of the herd.");
      case null, default -> {
        System.err.println("placeherd: a request under /v1 could not be answered: " + cause);
        yield new ApiProblem(
            INTERNAL, "server", "The server could not answer this; its operator can see why.");
      }
    };
  }

  /// The loop of the request that is being handled. What is already there is not put off.
  private Executor loop() {
    Context context = vertx.getOrCreateContext();
    return task -> {
      if (context.equals(Vertx.currentContext())) {
        task.run();
        return;
      }
      try {
        context.runOnContext(_ -> task.run());
      } catch (RejectedExecutionException e) {
        // HTTP has been closed meanwhile, and every connection with it: nobody waits.
      }
    };
  }

  /// One request under way.
  ///
  /// @param path as it was sent
  /// @param asker the number of its connection
  /// @param pass what its sender may
  /// @param loop where its reply is made
  record Call(
      HttpServerRequest request,
      Operation operation,
      String path,
      long asker,
      Pass pass,
      Executor loop) {
    ApiQuery query() throws ApiProblem {
      return new ApiQuery(operation, request.query());
    }

    /// The name of the client in the path, with a char for each byte.
    String client() throws ApiProblem {
      return PercentBytes.decode(operation.idIn(path))
          .orElseThrow(() ->
              new ApiProblem(
                  ApiProblem.BAD_REQUEST,
                  "path",
                  "The name of the client is not percent-encoded as it should be; write all but"
                      + " letters, digits and -._~ with a percent sign and two hexadecimal"
                      + " digits."));
    }

    /// JSON or GeoJSON, as the client wishes.
    String replyType() throws ApiProblem {
      return new Accepted(request.getHeader(HttpHeaders.ACCEPT))
          .choose(JSON_TYPE, GEO_TYPE)
          .orElseThrow(() ->
              new ApiProblem(
                  ApiProblem.NOT_ACCEPTABLE,
                  "header Accept",
                  "There is %s and %s.".formatted(JSON_TYPE, GEO_TYPE)));
    }

    /// Whether the body is of this type.
    boolean hasType(String type) {
      return sentType().equalsIgnoreCase(type);
    }

    private String sentType() {
      String sent = request.getHeader(HttpHeaders.CONTENT_TYPE);
      return sent == null ? "" : sent.split(";", 2)[0].strip();
    }

    /// Refuses a body of other types.
    void requireType(String... types) throws ApiProblem {
      if (Arrays.stream(types).noneMatch(this::hasType)) {
        throw new ApiProblem(
            ApiProblem.UNSUPPORTED_TYPE,
            "header Content-Type",
            "The body must be %s, not '%s'.".formatted(String.join(" or ", types), sentType()));
      }
    }

    /// The same stage, what follows it on the loop of this request.
    <T> CompletableFuture<T> here(CompletionStage<T> stage) {
      return stage.toCompletableFuture().thenApplyAsync(value -> value, loop);
    }
  }
}
