package org.placeherd.places;

import java.util.List;
import java.util.concurrent.CompletionStage;

/// A source of places: the door that every provider comes through.
///
/// Construction must be cheap and start nothing; what is slow waits for `warmUp` or the first
/// query. All methods may be called from several threads at once.
public interface PlacesProvider extends AutoCloseable {
  /// An asker who is nobody in particular; all of them count as one.
  long NOBODY = 0;

  /// The name by which users choose it and by which `x_herd.provider` shows it.
  String name();

  /// Asks for the places near a point.
  ///
  /// The stage yields one whole JSON object in UTF-8, in the shape of Google's legacy Nearby Search
  /// with at most `limit` results, the nearest first; the receiver must not change the array. The
  /// status is `OK` or `ZERO_RESULTS`. At its end stands `x_herd`, in it `"fallback": false` and
  /// nothing with a brace. Whatever else befalls fails the stage. Called on a worker of the
  /// gateway: it should not block, and must end on interrupt when it does.
  ///
  /// @param timeoutMillis time that is left, 1 or more; later answers are thrown away and the stage
  ///   is cancelled
  CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis);

  /// The same for somebody whom the provider may have to tell from others, for instance so that
  /// askers take turns.
  ///
  /// @param asker who asks: a number of his own, or [#NOBODY]
  default CompletionStage<byte[]> nearby(PlacesQuery query, long asker, long timeoutMillis) {
    return nearby(query, timeoutMillis);
  }

  /// How the sources behind HTTP were used; none where there is none.
  default List<UpstreamCounters> counters() {
    return List.of();
  }

  /// What the operator should know of what has changed since the last call; asked every second or
  /// so.
  default List<PlacesNote> takeNotes() {
    return List.of();
  }

  /// What the operator should know before the first query, each a sentence without its full stop.
  default List<String> warnings() {
    return List.of();
  }

  /// Gets ready in the background, for instance opens an index. The stage ends when queries are
  /// fast, and fails with the reason when they never will be. Harmless when called again.
  CompletionStage<Void> warmUp();

  /// Frees what the provider holds. Queries after this fail.
  @Override
  void close();
}
