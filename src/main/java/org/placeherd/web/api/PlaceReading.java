package org.placeherd.web.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.placeherd.geo.LatLon;
import org.placeherd.web.api.HerdApi.Call;

/// Answers which places are near a point or a client. On the event loop of HTTP.
final class PlaceReading {
  /// Searches under way: an eighth of what the places gateway lets wait, so that others have the
  /// rest.
  private static final int SEARCHES_MAX = 512;

  private final ApiBackend backend;
  private int searches;

  PlaceReading(ApiBackend backend) {
    this.backend = backend;
  }

  CompletionStage<ApiReply> near(Call call) throws ApiProblem {
    ApiQuery query = call.query();
    LatLon centre =
        query
            .location()
            .orElseThrow(() ->
                ApiProblem.ofParameter(
                    "location", "location is missing; give latitude,longitude in degrees."));
    return find(call, search(query, centre), call.replyType());
  }

  CompletionStage<ApiReply> nearClient(Call call) throws ApiProblem {
    String type = call.replyType();
    // Whatever is wrong with the query is said before the client is looked for.
    PlaceSearch anywhere = search(call.query(), new LatLon(0, 0));
    return call.here(backend.client(call.client()))
        .thenCompose(line ->
            line.map(found -> find(call, around(anywhere, ClientReport.of(found)), type))
                .orElseGet(() -> ClientReading.failed(ApiProblem.unknownClient("path"))));
  }

  private static PlaceSearch around(PlaceSearch search, ClientReport report) {
    LatLon centre = new LatLon(report.latitude().doubleValue(), report.longitude().doubleValue());
    return new PlaceSearch(
        centre,
        search.radiusMetres(),
        search.limit(),
        search.type(),
        search.words(),
        search.isByImportance());
  }

  private static PlaceSearch search(ApiQuery query, LatLon centre) throws ApiProblem {
    double radius =
        query
            .radius(PlaceSearch.RADIUS_METRES_MAX)
            .orElseThrow(() ->
                ApiProblem.ofParameter("radius", "radius is missing; give 0 to 50000, in metres."));
    return new PlaceSearch(
        centre,
        radius,
        query.limit(PlaceSearch.LIMIT_MAX, PlaceSearch.LIMIT_MAX),
        query.type(),
        query.words(),
        query.isByImportance());
  }

  private CompletionStage<ApiReply> find(Call call, PlaceSearch search, String type) {
    if (searches >= SEARCHES_MAX) {
      return ClientReading.failed(
          ApiProblem.tryLater("Too many searches for places are under way; ask again later."));
    }
    searches++;
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    backend.places(call.asker(), search, body::complete);
    PlacesReply reply = new PlacesReply(search, type);
    return call.here(body)
        .whenComplete((_, _) -> searches--)
        .thenCompose(google -> {
          try {
            return CompletableFuture.completedStage(reply.of(google));
          } catch (ApiProblem e) {
            return ClientReading.failed(e);
          }
        });
  }
}
