package org.placeherd.web.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.Area;
import org.placeherd.geo.Box;
import org.placeherd.geo.LatLon;
import org.placeherd.web.api.ApiBackend.ClientPage;
import org.placeherd.web.api.ApiBackend.ClientsFound;
import org.placeherd.web.api.ClientsJson.Finding;
import org.placeherd.web.api.HerdApi.Call;

/// Answers where clients are: one, many, and those near a point. On the event loop of HTTP.
final class ClientReading {
  private static final int PAGE_CLIENTS = 100;
  private static final int PAGE_CLIENTS_MAX = 1_000;
  private static final int NEAREST_CLIENTS = 10;

  private final ApiBackend backend;

  ClientReading(ApiBackend backend) {
    this.backend = backend;
  }

  CompletionStage<ApiReply> one(Call call) throws ApiProblem {
    String type = call.replyType();
    var _ = call.query();
    @Nullable String known = call.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    return call.here(backend.client(call.client()))
        .thenCompose(line ->
            line.map(found -> done(one(ClientReport.of(found), type, known)))
                .orElseGet(() -> failed(ApiProblem.unknownClient("path"))));
  }

  private static ApiReply one(ClientReport report, String type, @Nullable String known) {
    String tag = report.tag() + (type.equals(ClientsJson.GEO_TYPE) ? "-geo" : "");
    ApiReply reply =
        isKnown(known, tag) ? ApiReply.notModified() : new ClientsJson(type).one(report);
    // Weak, for the same may come packed or not.
    return reply.with(Map.of("ETag", "W/\"" + tag + '"', "Cache-Control", "no-cache"));
  }

  /// Whether a header `If-None-Match` names the tag (RFC 9110 §13.1.2).
  private static boolean isKnown(@Nullable String header, String tag) {
    if (header == null) {
      return false;
    }
    for (String each : header.split(",", -1)) {
      String one = each.strip();
      String opaque = one.startsWith("W/") ? one.substring(2) : one;
      if (one.equals("*") || opaque.equals('"' + tag + '"')) {
        return true;
      }
    }
    return false;
  }

  CompletionStage<ApiReply> list(Call call) throws ApiProblem {
    ClientsJson json = new ClientsJson(call.replyType());
    ApiQuery query = call.query();
    String prefix = query.bytes("prefix").orElse("");
    int limit = query.limit(PAGE_CLIENTS, PAGE_CLIENTS_MAX);
    Optional<String> cursor = query.bytes("cursor");
    return call.here(backend.clients(prefix, limit, cursor))
        .thenCompose(page ->
            page.map(found -> done(page(json, found, prefix, limit)))
                .orElseGet(() -> failed(unknownCursor())));
  }

  private static ApiReply page(ClientsJson json, ClientPage page, String prefix, int limit) {
    Optional<String> next =
        page.next()
            .map(cursor ->
                "%s?prefix=%s&limit=%d&cursor=%s"
                    .formatted(
                        Operation.LIST_CLIENTS.path(),
                        PercentBytes.encode(prefix),
                        limit,
                        PercentBytes.encode(cursor)));
    return json.page(page.lines().stream().map(ClientReport::of).toList(), next);
  }

  private static ApiProblem unknownCursor() {
    return ApiProblem.ofParameter(
        "cursor", "This server has given no such cursor since its start; begin again without one.");
  }

  CompletionStage<ApiReply> near(Call call) throws ApiProblem {
    ClientsJson json = new ClientsJson(call.replyType());
    ApiQuery query = call.query();
    Optional<Box> box = query.box();
    Optional<LatLon> middle =
        box.map(edges ->
            GeoJsonPolygon.middle(
                edges.southDegrees(),
                edges.westDegrees(),
                edges.northDegrees(),
                edges.eastDegrees() + (edges.westDegrees() > edges.eastDegrees() ? 360 : 0)));
    return find(call, json, search(query, box.map(Area.class::cast), middle));
  }

  /// Within a polygon that comes as the body.
  CompletionStage<ApiReply> near(Call call, CompletionStage<Buffer> body) throws ApiProblem {
    ClientsJson json = new ClientsJson(call.replyType());
    ApiQuery query = call.query();
    return call.here(body)
        .thenCompose(bytes -> {
          try {
            GeoJsonPolygon area = GeoJsonPolygon.read(bytes);
            return find(
                call, json, search(query, Optional.of(area.polygon()), Optional.of(area.middle())));
          } catch (ApiProblem e) {
            return failed(e);
          }
        });
  }

  private static ClientSearch search(ApiQuery query, Optional<Area> area, Optional<LatLon> middle)
      throws ApiProblem {
    Optional<LatLon> location = query.location();
    Optional<String> client = query.bytes("client");
    if (location.isPresent() && client.isPresent()) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST, "query", "location and client exclude each other; give one.");
    }
    if (location.isEmpty() && client.isEmpty() && area.isEmpty()) {
      throw new ApiProblem(
          ApiProblem.BAD_REQUEST,
          "query",
          "Near what? Give location=latitude,longitude, client=name, bbox=west,south,east,north, or"
              + " POST a GeoJSON Polygon.");
    }
    return new ClientSearch(
        client,
        location.or(() -> middle).orElse(new LatLon(0, 0)),
        query.radius(Double.POSITIVE_INFINITY).orElse(Double.POSITIVE_INFINITY),
        query.limit(NEAREST_CLIENTS, ClientSearch.LIMIT_MAX),
        area.orElse(Box.WORLD),
        query.maxAge());
  }

  private CompletionStage<ApiReply> find(Call call, ClientsJson json, ClientSearch search) {
    return call.here(backend.near(search))
        .thenCompose(found ->
            found
                .map(clients -> done(found(json, clients)))
                .orElseGet(() -> failed(ApiProblem.unknownClient("query parameter client"))));
  }

  private static ApiReply found(ClientsJson json, ClientsFound found) {
    List<Finding> findings =
        found.clients().stream()
            .map(client ->
                new Finding(
                    ClientReport.of(client.line()), client.metres(), client.bearingDegrees()))
            .toList();
    return json.found(findings, found.isComplete());
  }

  private static CompletionStage<ApiReply> done(ApiReply reply) {
    return CompletableFuture.completedStage(reply);
  }

  static <T> CompletionStage<T> failed(ApiProblem problem) {
    return CompletableFuture.failedStage(problem);
  }
}
