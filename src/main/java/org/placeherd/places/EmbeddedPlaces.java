package org.placeherd.places;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The provider that needs no key and no network: a local index, opened at first use and exchanged
/// whole when there is a new one.
///
/// It opens on a thread of its own that ends afterwards; queries that come meanwhile wait for the
/// first index, and are answered from the old one while a later one opens. An open index answers on
/// the thread that asks.
final class EmbeddedPlaces implements PlacesProvider {
  static final String NAME = "embedded";

  /// Whether there is a new index is looked at so often, as long as queries come.
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Opener opener;
  private final LongSupplier nanoTime;
  private @Nullable CompletableFuture<PlaceIndex> index;
  private String version = "";

  /// What the log says of the newer index that cannot be opened; empty where there is none.
  private String complaint = "";

  private long lookedNanos;
  private boolean looking;
  private boolean closed;

  /// Where the index comes from. Not called by two threads at once.
  interface Opener {
    /// Opens the newest.
    PlaceIndex open() throws IOException;

    /// Which is the newest; another text means another index.
    default String version() throws IOException {
      return "";
    }
  }

  EmbeddedPlaces(Opener opener) {
    this(opener, System::nanoTime);
  }

  /// @param nanoTime as `System.nanoTime`
  EmbeddedPlaces(Opener opener, LongSupplier nanoTime) {
    this.opener = opener;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
    return index().thenApply(open -> answer(open, query));
  }

  private byte[] answer(PlaceIndex open, PlacesQuery query) {
    PlaceIndex at = open;
    while (!at.acquire()) {
      at = index().join(); // it was exchanged just now, so the next is open
    }
    try {
      return at.nearby(query);
    } finally {
      release(at);
    }
  }

  private static void release(PlaceIndex index) {
    try {
      index.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close an index of places", e);
    }
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
      CompletableFuture<Void> _ = index.thenAccept(EmbeddedPlaces::release);
    }
  }

  private synchronized CompletableFuture<PlaceIndex> index() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("places are closed"));
    }
    if (index == null || index.isCompletedExceptionally()) {
      if (index == null || isTimeToLook()) {
        index = new CompletableFuture<>();
        CompletableFuture<PlaceIndex> opening = index;
        begin(() -> open(opening));
      }
    } else if (index.isDone() && isTimeToLook()) {
      begin(this::exchange);
    }
    return index;
  }

  private boolean isTimeToLook() {
    return !looking && nanoTime.getAsLong() - lookedNanos > LOOK_NANOS;
  }

  private void begin(Runnable work) {
    looking = true;
    Thread.ofPlatform()
        .daemon()
        .name("places-open")
        .start(() -> {
          work.run();
          looked();
        });
  }

  private synchronized void looked() {
    looking = false;
    lookedNanos = nanoTime.getAsLong();
  }

  /// An error (a missing class, no memory) must fail the queries that wait, too.
  private void open(CompletableFuture<PlaceIndex> opening) {
    try {
      version = opener.version();
      opening.complete(opener.open());
    } catch (Throwable e) {
      opening.completeExceptionally(e);
    }
  }

  /// Opens a newer index if there is one. Where that fails the old one goes on.
  private void exchange() {
    try {
      String newest = opener.version();
      if (!newest.equals(version)) {
        exchange(opener.open(), newest);
      }
      complaint = "";
    } catch (Throwable e) {
      complain(e);
    }
  }

  /// It is tried each second, so only what is new is said. One sentence: what is wrong is the
  /// directory, and not the program.
  private void complain(Throwable failure) {
    String words =
        failure instanceof IOException && failure.getMessage() != null
            ? failure.getMessage()
            : failure.toString();
    if (!words.equals(complaint)) {
      complaint = words;
      System.getLogger(EmbeddedPlaces.class.getName())
          .log(
              Level.WARNING,
              "The old places are shown on, for the new ones cannot be opened: {0}",
              words);
    }
  }

  private synchronized void exchange(PlaceIndex next, String newest) {
    version = newest;
    CompletableFuture<PlaceIndex> old = index;
    index = CompletableFuture.completedFuture(next);
    if (old != null) {
      CompletableFuture<Void> _ = old.thenAccept(EmbeddedPlaces::release);
    }
    if (closed) {
      release(next);
    }
  }
}
