package org.placeherd.places;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The provider that needs no key and no network: a local index, opened at first use.
///
/// The index opens on a thread of its own that ends afterwards; queries that come meanwhile wait
/// for it. An open index answers on the thread that asks.
final class EmbeddedPlaces implements PlacesProvider {
  static final String NAME = "embedded";

  private final Supplier<PlaceIndex> opener;
  private @Nullable CompletableFuture<PlaceIndex> index;
  private boolean closed;

  /// @param opener opens the index; called at most once, on the opening thread
  EmbeddedPlaces(Supplier<PlaceIndex> opener) {
    this.opener = opener;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
    return index().thenApply(open -> open.nearby(query));
  }

  @Override
  public CompletionStage<Void> warmUp() {
    return index().thenAccept(_ -> {});
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (index != null) {
      // Where the index is still opening, it is closed as soon as it is open.
      CompletableFuture<Void> _ = index.thenAccept(PlaceIndex::close);
    }
  }

  private synchronized CompletableFuture<PlaceIndex> index() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("places are closed"));
    }
    if (index == null) {
      CompletableFuture<PlaceIndex> opening = new CompletableFuture<>();
      index = opening;
      Thread.ofPlatform().daemon().name("places-open").start(() -> open(opening));
    }
    return index;
  }

  /// An error (a missing class, no memory) must fail the queries that wait, too.
  private void open(CompletableFuture<PlaceIndex> opening) {
    try {
      opening.complete(opener.get());
    } catch (Throwable e) {
      opening.completeExceptionally(e);
    }
  }
}
