package org.placeherd.places;

import java.net.http.HttpRequest;
import java.util.List;

/// A source of places behind HTTP: what to send it, and what its answers mean. Pure: it sends
/// nothing itself, and all methods may be called by several threads at once.
///
/// To add one: a class like this, and its line in [UpstreamSource].
interface Upstream {
  /// The name by which users choose it and by which `x_herd.provider` shows it.
  String name();

  /// The key that it is asked with, which must not be shown; empty where it needs none.
  default String key() {
    return "";
  }

  /// What its terms allow and what a call costs.
  UpstreamPolicy policy();

  /// The queries to send one after the other until enough is found, for a source that cannot be
  /// asked for the nearest and is asked with a growing radius instead. The last one is the query
  /// itself, or has the largest radius that this source may be asked for.
  default List<PlacesQuery> steps(PlacesQuery query) {
    return List.of(query);
  }

  /// The request for a query, without a time-out; the client's id is never in it.
  ///
  /// @throws UpstreamFailure when it cannot be asked for that
  HttpRequest request(PlacesQuery query) throws UpstreamFailure;

  /// What an answer means. A place in it that is none is left out and counted; it does not spoil
  /// the others.
  ///
  /// @param query what was asked
  /// @param retryAfterSeconds what the header `Retry-After` says, 0 without one
  /// @throws UpstreamFailure when it is no list of places
  FoundPlaces read(PlacesQuery query, int status, long retryAfterSeconds, byte[] body)
      throws UpstreamFailure;
}
