package org.placeherd.places;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.placeherd.geo.LatLon;

/// Queries and requests, as the tests of the sources need them.
final class SourceRequest {
  static final LatLon POINT = new LatLon(34.5, -118.25);

  private SourceRequest() {}

  static PlacesQuery nearest(double radiusMetres) {
    return new PlacesQuery(POINT, radiusMetres, 20);
  }

  static PlacesQuery typed(String type, double radiusMetres) {
    return new PlacesQuery(
        POINT, radiusMetres, 20, Optional.of(type), Optional.empty(), PlacesQuery.Rank.DISTANCE);
  }

  static PlacesQuery named(String words) {
    return new PlacesQuery(
        POINT, 1_000, 20, Optional.empty(), Optional.of(words), PlacesQuery.Rank.DISTANCE);
  }

  static PlacesQuery prominent() {
    return new PlacesQuery(
        POINT, 1_000, 20, Optional.empty(), Optional.empty(), PlacesQuery.Rank.IMPORTANCE);
  }

  /// The body of a request.
  static String body(HttpRequest request) {
    HttpResponse.BodySubscriber<String> text = HttpResponse.BodySubscribers.ofString(UTF_8);
    request
        .bodyPublisher()
        .orElseThrow()
        .subscribe(
            new Flow.Subscriber<ByteBuffer>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                text.onSubscribe(subscription);
              }

              @Override
              public void onNext(ByteBuffer part) {
                text.onNext(List.of(part));
              }

              @Override
              public void onError(Throwable failure) {
                text.onError(failure);
              }

              @Override
              public void onComplete() {
                text.onComplete();
              }
            });
    return text.getBody().toCompletableFuture().join();
  }

  /// What a source makes of a body.
  static FoundPlaces read(Upstream upstream, PlacesQuery query, String body)
      throws UpstreamFailure {
    return upstream.read(query, 200, 0, body.getBytes(UTF_8));
  }

  /// How a source fails.
  static UpstreamFailure failure(Upstream upstream, int status, long retryAfter, String body) {
    try {
      throw new AssertionError(
          "it has understood "
              + upstream.read(nearest(1_000), status, retryAfter, body.getBytes(UTF_8)));
    } catch (UpstreamFailure e) {
      return e;
    }
  }

  static List<String> names(FoundPlaces found) {
    return found.places().stream().map(FoundPlaces.Found::name).toList();
  }
}
