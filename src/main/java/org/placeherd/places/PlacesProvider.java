package org.placeherd.places;

import java.util.concurrent.CompletionStage;

/// A source of places: the door that every provider comes through.
///
/// Construction must be cheap and start nothing; what is slow waits for `warmUp` or the first
/// query. All methods may be called from several threads at once.
public interface PlacesProvider extends AutoCloseable {
  /// The name by which users choose it and by which `x_herd.provider` shows it.
  String name();

  /// Asks for the places near a point.
  ///
  /// The stage yields one whole JSON object in UTF-8, in the shape of Google's legacy Nearby Search
  /// with at most `limit` results, the nearest first; the receiver must not change the array. The
  /// status is `OK` or `ZERO_RESULTS`. Whatever else befalls fails the stage. Called on a worker of
  /// the gateway: it should not block, and must end on interrupt when it does.
  ///
  /// @param timeoutMillis time that is left, 1 or more; later answers are thrown away and the stage
  ///   is cancelled
  CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis);

  /// Gets ready in the background, for instance opens an index. The stage ends when queries are
  /// fast, and fails with the reason when they never will be. Harmless when called again.
  CompletionStage<Void> warmUp();

  /// Frees what the provider holds. Queries after this fail.
  @Override
  void close();
}
