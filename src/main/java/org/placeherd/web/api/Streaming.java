package org.placeherd.web.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.placeherd.auth.Right;
import org.placeherd.geo.LatLon;
import org.placeherd.web.api.HerdApi.Answered;
import org.placeherd.web.api.HerdApi.Call;
import org.placeherd.web.stream.ChangesBackend;
import org.placeherd.web.stream.Circle;
import org.placeherd.web.stream.Form;
import org.placeherd.web.stream.NamePattern;
import org.placeherd.web.stream.Outgoing;
import org.placeherd.web.stream.StreamBounds;
import org.placeherd.web.stream.StreamFilter;
import org.placeherd.web.stream.StreamHub;
import org.placeherd.web.stream.Subscriber;
import org.placeherd.web.stream.VertxLoop;
import org.placeherd.web.stream.Wish;
import org.placeherd.web.stream.Words;

/// Opens the stream of changes, as server-sent events or as WebSocket. On the event loop of HTTP.
final class Streaming {
  static final String TYPE = "text/event-stream";

  /// Longer than any id of ours, and than what names begin with.
  private static final int TEXT_BYTES_MAX = 256;

  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
  private static final String PACKED_FRAMES = "deflate-frame";
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final int SWITCHING_PROTOCOLS = 101;

  private final StreamHub hub;
  private final Answered answered;
  private final Consumer<HttpConnection> closed;

  /// @param closed is told of connections that were closed as WebSockets
  Streaming(
      Vertx vertx, ChangesBackend backend, Answered answered, Consumer<HttpConnection> closed) {
    hub = new StreamHub(backend, new JsonWords(), new VertxLoop(vertx), StreamBounds.DEFAULT);
    this.answered = answered;
    this.closed = closed;
  }

  /// Clients as the API shows them.
  private static final class JsonWords implements Words {
    private static final ClientsJson JSON = new ClientsJson(ClientsJson.JSON_TYPE);

    @Override
    public byte[] position(String line) {
      return JSON.one(ClientReport.of(line)).body().getBytes();
    }

    @Override
    public byte[] name(String client) {
      return ApiReply.json(
              ApiReply.OK,
              ClientsJson.JSON_TYPE,
              json -> {
                json.writeStartObject();
                json.writeStringField("id", PercentBytes.text(client));
                json.writeStringField("href", ClientReport.path(client));
                json.writeEndObject();
              })
          .body()
          .getBytes();
    }
  }

  /// Opens a stream. All who follow come through here.
  ///
  /// @return an answer if there is to be none
  CompletionStage<ApiReply> open(Call call) throws ApiProblem {
    HttpServerRequest request = call.request();
    ApiQuery query = call.query();
    boolean isSocket = request.method().equals(HttpMethod.GET) && request.canUpgradeToWebSocket();
    Wish wish =
        new Wish(
            filter(query),
            isSocket ? Form.JSON_LINES : Form.EVENT_STREAM,
            since(request, query),
            query.flag("snapshot"),
            () -> call.pass().has(Right.READ));
    if (isSocket) {
      requirePlainFrames(request);
      return follow(wish, subscriber -> upgrade(call, subscriber));
    }
    if (new Accepted(request.getHeader(HttpHeaders.ACCEPT)).choose(TYPE, TYPE).isEmpty()) {
      throw new ApiProblem(
          ApiProblem.NOT_ACCEPTABLE, "header Accept", "There is only %s.".formatted(TYPE));
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      return CompletableFuture.completedStage(ApiReply.of(ApiReply.OK, TYPE, Buffer.buffer()));
    }
    return follow(wish, subscriber -> stream(call, subscriber));
  }

  private CompletionStage<ApiReply> follow(Wish wish, Opening opening) throws ApiProblem {
    Subscriber subscriber =
        hub.join(wish)
            .orElseThrow(() ->
                ApiProblem.tryLater(
                    "As many follow the stream of this server as may; ask another one of the herd."));
    return opening.open(subscriber);
  }

  private interface Opening {
    CompletionStage<ApiReply> open(Subscriber subscriber);
  }

  /// The head of the response leaves when all that changes from then on is told.
  private CompletionStage<ApiReply> stream(Call call, Subscriber subscriber) {
    HttpServerResponse response = call.request().response();
    response.closeHandler(_ -> hub.leave(subscriber));
    response.exceptionHandler(_ -> hub.leave(subscriber));
    CompletableFuture<ApiReply> refusal = new CompletableFuture<>();
    var _ =
        call.here(hub.ready())
            .whenComplete((_, failure) -> {
              if (failure != null) {
                hub.leave(subscriber);
                refusal.completeExceptionally(failure);
              } else if (!response.closed()) {
                answered.count(HerdApi.STREAM, ApiReply.OK);
                response
                    .setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                hub.begin(subscriber, Outgoing.to(response));
              }
            });
    return refusal;
  }

  private CompletionStage<ApiReply> upgrade(Call call, Subscriber subscriber) {
    HttpServerRequest request = call.request();
    CompletableFuture<ApiReply> refusal = new CompletableFuture<>();
    request
        .toWebSocket()
        .onSuccess(socket -> {
          answered.count(HerdApi.STREAM, SWITCHING_PROTOCOLS);
          open(call, socket, subscriber);
        })
        .onFailure(_ -> hub.leave(subscriber));
    return refusal;
  }

  private void open(Call call, ServerWebSocket socket, Subscriber subscriber) {
    HttpConnection connection = call.request().connection();
    socket.exceptionHandler(_ -> hub.leave(subscriber));
    socket.closeHandler(_ -> {
      hub.leave(subscriber);
      closed.accept(connection);
    });
    Outgoing out = Outgoing.to(socket);
    var _ =
        call.here(hub.ready())
            .whenComplete((_, failure) -> {
              if (failure == null) {
                hub.begin(subscriber, out);
              } else {
                hub.leave(subscriber);
                var _ = out.end(Outgoing.End.GOING_AWAY);
              }
            });
  }

  private static void requirePlainFrames(HttpServerRequest request) throws ApiProblem {
    for (String extension : request.headers().getAll(EXTENSIONS)) {
      if (extension.toLowerCase(Locale.ROOT).contains(PACKED_FRAMES)) {
        throw new ApiProblem(
            ApiProblem.BAD_REQUEST,
            "header " + EXTENSIONS,
            "Packed frames (deflate-frame) are not taken here.");
      }
    }
  }

  /// A browser that comes back says it in a header.
  private static Optional<String> since(HttpServerRequest request, ApiQuery query)
      throws ApiProblem {
    String header = request.getHeader(LAST_EVENT_ID);
    Optional<String> given =
        header == null || header.isEmpty() ? query.bytes("since") : Optional.of(header);
    return given.filter(id -> id.length() <= TEXT_BYTES_MAX).or(() -> given.map(_ -> ""));
  }

  private static StreamFilter filter(ApiQuery query) throws ApiProblem {
    Optional<LatLon> location = query.location();
    OptionalDouble radius = query.radius(Double.POSITIVE_INFINITY);
    if (location.isPresent() != radius.isPresent()) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST, "query", "location and radius belong together; give both.");
    }
    return new StreamFilter(
        text(query, "prefix").orElse(""),
        pattern(query),
        query.box(),
        location.map(centre -> new Circle(centre, radius.orElseThrow())));
  }

  private static Optional<String> text(ApiQuery query, String name) throws ApiProblem {
    Optional<String> given = query.bytes(name);
    if (given.isPresent() && given.get().length() > TEXT_BYTES_MAX) {
      throw ApiProblem.ofParameter(
          name, "%s may have at most %d bytes.".formatted(name, TEXT_BYTES_MAX));
    }
    return given;
  }

  private static Optional<NamePattern> pattern(ApiQuery query) throws ApiProblem {
    Optional<String> given = text(query, "id");
    if (given.isPresent() && !NamePattern.isLegal(given.get())) {
      throw ApiProblem.ofParameter(
          "id", "id may have at most %d stars.".formatted(NamePattern.STARS_MAX));
    }
    return given.map(NamePattern::new);
  }

  /// Ends all streams.
  Future<Void> close() {
    return hub.close();
  }
}
