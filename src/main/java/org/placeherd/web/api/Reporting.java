package org.placeherd.web.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.placeherd.auth.Pass;
import org.placeherd.geo.LatLon;
import org.placeherd.web.api.HerdApi.Call;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Telemetry;

/// Takes reports, one or many, and deletes clients; answers when that is saved. On the event loop
/// of HTTP.
final class Reporting {
  static final String LINES_TYPE = "application/x-ndjson";

  /// Most reports of one request.
  static final int REPORTS_MAX = 1_000;

  /// A position has some 100 bytes as JSON, a feature 200.
  private static final int ONE_BYTES_MAX = 16_384;

  private static final int MANY_BYTES_MAX = 1 << 20;

  /// A disk that takes longer than this for a group is in trouble.
  private static final Duration SAVE_PATIENCE = Duration.ofSeconds(30);

  private static final String REFUSED =
      "This server takes no reports now, for it cannot save them; send it again, or to another"
          + " server of the herd.";

  private final ApiBackend backend;
  private final RequestBodies bodies;
  private final ReportLine lines;

  Reporting(ApiBackend backend, RequestBodies bodies) {
    this.backend = backend;
    this.bodies = bodies;
    lines = new ReportLine(backend.limits());
  }

  CompletionStage<ApiReply> one(Call call) throws ApiProblem {
    call.requireType(ClientsJson.JSON_TYPE, ClientsJson.GEO_TYPE);
    var _ = call.query();
    String type = call.replyType();
    String name = call.client();
    requireCovered(call.pass(), name, "path");
    return body(call, ONE_BYTES_MAX)
        .thenCompose(body -> {
          try {
            JsonNode report = JsonBody.read(body.getBytes());
            byte[] line =
                lines.of(
                    name,
                    position(report, JsonBody.WHERE),
                    members(report),
                    telemetry(report, JsonBody.WHERE),
                    backend.nowNanos(),
                    JsonBody.WHERE);
            return call.here(say(call, line)).thenCompose(reply -> taken(reply, line, type));
          } catch (ApiProblem e) {
            return ClientReading.failed(e);
          }
        });
  }

  private static void requireCovered(Pass pass, String name, String where) throws ApiProblem {
    byte[] bytes = name.getBytes(ISO_8859_1);
    if (!pass.mayReport(bytes, 0, bytes.length)) {
      throw new ApiProblem(
          ApiProblem.FORBIDDEN, where, "The token is not for reports of this client.");
    }
  }

  /// Deletes the client in the path, in the whole herd.
  CompletionStage<ApiReply> delete(Call call) throws ApiProblem {
    var _ = call.query();
    return call.here(withinPatience(backend.forget(call.client())))
        .thenCompose(wasThere ->
            wasThere
                ? CompletableFuture.completedStage(ApiReply.done())
                : ClientReading.failed(ApiProblem.unknownClient("path")));
  }

  private static <T> CompletableFuture<T> withinPatience(CompletionStage<T> saved) {
    return saved
        .toCompletableFuture()
        .copy()
        .orTimeout(SAVE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Buffer> body(Call call, int bytesMax) {
    return call.here(bodies.read(call.request(), bytesMax));
  }

  private CompletionStage<byte[]> say(Call call, byte[] said) {
    SocketAddress remote = call.request().remoteAddress();
    InetSocketAddress address = new InetSocketAddress(remote.hostAddress(), remote.port());
    return withinPatience(backend.say(address, call.asker(), call.pass(), said));
  }

  private static CompletionStage<ApiReply> taken(byte[] reply, byte[] said, String type) {
    String line = new String(reply, ISO_8859_1).stripTrailing();
    if (!isTaken(line)) {
      return ClientReading.failed(ApiProblem.tryLater(REFUSED));
    }
    ClientReport report =
        ClientReport.of(withTelemetry(line, new String(said, ISO_8859_1).stripTrailing()));
    return CompletableFuture.completedStage(new ClientsJson(type).one(report));
  }

  /// A reply never has telemetry. Where it is of the report that was said, and not of a newer one,
  /// that has what was said with it.
  private static String withTelemetry(String at, String iamat) {
    String[] fields = iamat.split(" ", 5);
    boolean isOfThis =
        fields.length == 5 && at.endsWith(String.join(" ", "", fields[1], fields[2], fields[3]));
    return isOfThis ? at + ' ' + fields[4] : at;
  }

  private static boolean isTaken(String reply) {
    return reply.startsWith("AT ");
  }

  /// Where a report is: a GeoJSON Point or Feature, or `lat` and `lon`.
  private static LatLon position(JsonNode report, String where) throws ApiProblem {
    JsonNode coordinates = coordinates(report);
    return coordinates.isMissingNode()
        ? ReportLine.position(report.path("lat"), report.path("lon"), where)
        : ReportLine.position(coordinates.path(1), coordinates.path(0), where);
  }

  /// A Point's coordinates; missing if it is none.
  private static JsonNode coordinates(JsonNode report) {
    JsonNode geometry = isFeature(report) ? report.path("geometry") : report;
    return geometry.path("type").asText().equals("Point")
        ? geometry.path("coordinates")
        : MissingNode.getInstance();
  }

  private static boolean isFeature(JsonNode report) {
    return report.path("type").asText().equals("Feature");
  }

  /// What has the time of a report, and its telemetry.
  private static JsonNode members(JsonNode report) {
    return isFeature(report) ? report.path("properties") : report;
  }

  private static Telemetry telemetry(JsonNode report, String where) throws ApiProblem {
    return TelemetryJson.read(members(report), coordinates(report).path(2), where);
  }

  CompletionStage<ApiReply> many(Call call) throws ApiProblem {
    boolean isLines = call.hasType(LINES_TYPE);
    if (!isLines) {
      call.requireType(ClientsJson.JSON_TYPE, ClientsJson.GEO_TYPE, LINES_TYPE);
    }
    var _ = call.query();
    return body(call, MANY_BYTES_MAX)
        .thenCompose(body -> {
          try {
            return save(
                call, isLines ? ofLines(body, call.pass()) : ofCollection(body, call.pass()));
          } catch (ApiProblem e) {
            return ClientReading.failed(e);
          }
        });
  }

  private List<ReportResult> ofCollection(Buffer body, Pass pass) throws ApiProblem {
    JsonNode collection = JsonBody.read(body.getBytes());
    JsonNode features = collection.path("features");
    if (!collection.path("type").asText().equals("FeatureCollection") || !features.isArray()) {
      throw JsonBody.problem(
          "The body must be a GeoJSON FeatureCollection of Points with ids, or, as %s, a report on each line."
              .formatted(LINES_TYPE));
    }
    requireFew(features.size());
    List<ReportResult> results = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      results.add(result(features.get(i), pass, "feature " + i));
    }
    return results;
  }

  private List<ReportResult> ofLines(Buffer body, Pass pass) throws ApiProblem {
    List<String> texts =
        new String(body.getBytes(), ISO_8859_1).lines().filter(line -> !line.isBlank()).toList();
    requireFew(texts.size());
    List<ReportResult> results = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String where = "line " + (i + 1);
      try {
        results.add(result(JsonBody.read(texts.get(i).getBytes(ISO_8859_1)), pass, where));
      } catch (ApiProblem e) {
        results.add(ReportResult.refused(where, e));
      }
    }
    return results;
  }

  private static void requireFew(int reports) throws ApiProblem {
    if (reports > REPORTS_MAX) {
      throw new ApiProblem(
          ApiProblem.TOO_LARGE,
          JsonBody.WHERE,
          "At most %,d reports are taken at once, not %,d; send them in parts."
              .formatted(REPORTS_MAX, reports));
    }
  }

  private ReportResult result(JsonNode report, Pass pass, String where) {
    try {
      String name = ReportLine.name(report.path("id"), where);
      requireCovered(pass, name, where);
      byte[] line =
          lines.of(
              name,
              position(report, where),
              members(report),
              telemetry(report, where),
              backend.nowNanos(),
              where);
      return ReportResult.legal(where, name, new String(line, ISO_8859_1));
    } catch (ApiProblem e) {
      return ReportResult.refused(where, e);
    }
  }

  /// Says the legal ones, as many at a time as may be said at once.
  private CompletionStage<ApiReply> save(Call call, List<ReportResult> results) {
    CompletionStage<Boolean> saved = CompletableFuture.completedStage(true);
    for (byte[] some : groups(results)) {
      saved =
          saved.thenCompose(before ->
              call.here(say(call, some)).thenApply(replies -> allTaken(replies) && before));
    }
    return saved.thenCompose(all ->
        all
            ? CompletableFuture.completedStage(ReportResult.reply(results))
            : ClientReading.failed(ApiProblem.tryLater(REFUSED)));
  }

  private static List<byte[]> groups(List<ReportResult> results) {
    List<byte[]> groups = new ArrayList<>();
    ByteWriter group = new ByteWriter(ApiBackend.LINES_BYTES_MAX);
    for (ReportResult result : results) {
      byte[] line = result.line().getBytes(ISO_8859_1);
      if (group.size() + line.length > ApiBackend.LINES_BYTES_MAX) {
        groups.add(group.toByteArray());
        group.clear();
      }
      group.put(line);
    }
    if (group.size() > 0) {
      groups.add(group.toByteArray());
    }
    return groups;
  }

  private static boolean allTaken(byte[] replies) {
    return new String(replies, ISO_8859_1).lines().allMatch(Reporting::isTaken);
  }
}
