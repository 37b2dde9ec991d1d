package org.placeherd.places;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One query on its way through the gateway; as a task it puts the query to the provider.
final class PlacesCall implements Runnable {
  final PlacesQuery query;
  final long asker;
  final Consumer<byte[]> reply;
  final long deadlineNanos;

  private final Consumer<PlacesCall> ask;
  private @Nullable Thread asking;
  private @Nullable CompletionStage<byte[]> promised;
  private boolean abandoned;

  PlacesCall(
      PlacesQuery query,
      long asker,
      Consumer<byte[]> reply,
      long deadlineNanos,
      Consumer<PlacesCall> ask) {
    this.query = query;
    this.asker = asker;
    this.reply = reply;
    this.deadlineNanos = deadlineNanos;
    this.ask = ask;
  }

  @Override
  public void run() {
    synchronized (this) {
      if (abandoned) {
        return;
      }
      asking = Thread.currentThread();
    }
    try {
      ask.accept(this);
    } finally {
      synchronized (this) {
        asking = null;
      }
    }
  }

  /// Notes what the provider has promised, so that it can be cancelled.
  void promise(CompletionStage<byte[]> stage) {
    synchronized (this) {
      promised = stage;
      if (!abandoned) {
        return;
      }
    }
    cancel(stage);
  }

  /// Gives up: the provider is not asked any more, or interrupted while it is being asked, and what
  /// it has promised is cancelled.
  void abandon() {
    CompletionStage<byte[]> stage;
    synchronized (this) {
      abandoned = true;
      if (asking != null) {
        asking.interrupt();
      }
      stage = promised;
    }
    if (stage != null) {
      cancel(stage);
    }
  }

  private static void cancel(CompletionStage<byte[]> stage) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException e) {
      // A stage may lack a future; then its late answer is thrown away when it comes.
    }
  }
}
