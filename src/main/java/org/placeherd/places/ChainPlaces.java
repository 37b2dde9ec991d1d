package org.placeherd.places;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Several providers, asked one after the other until one answers. A reply is of one provider and
/// never mixed: terms, licences and doubles forbid it. That there is nothing is an answer, too.
final class ChainPlaces implements PlacesProvider {
  static final String PREFIX = "chain:";

  /// What the others must have left when one has used up its time: the embedded index needs little,
  /// and a source that works answers in this time more often than not.
  private static final long LEFT_FOR_EACH_MILLIS = 300;

  private final List<PlacesProvider> providers;
  private final PlacesClock clock;

  /// @param providers one or more, the best first
  ChainPlaces(List<PlacesProvider> providers, PlacesClock clock) {
    this.providers = List.copyOf(providers);
    this.clock = clock;
  }

  @Override
  public String name() {
    return providers.stream()
        .map(PlacesProvider::name)
        .collect(Collectors.joining(",", PREFIX, ""));
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long timeoutMillis) {
    return nearby(query, NOBODY, timeoutMillis);
  }

  @Override
  public CompletionStage<byte[]> nearby(PlacesQuery query, long asker, long timeoutMillis) {
    return ask(0, query, asker, new Deadline(clock, timeoutMillis));
  }

  private CompletableFuture<byte[]> ask(
      int index, PlacesQuery query, long asker, Deadline deadline) {
    int others = providers.size() - 1 - index;
    long left = Math.max(1, deadline.millisLeft());
    long millis = left - Math.min(others * LEFT_FOR_EACH_MILLIS, left / 2);
    CompletableFuture<byte[]> body = ask(providers.get(index), query, asker, Math.max(1, millis));
    CompletableFuture<byte[]> marked = index == 0 ? body : body.thenApply(FallbackMark::on);
    return others == 0
        ? marked
        : marked.exceptionallyCompose(failure ->
            ask(index + 1, query, asker, deadline)
                .whenComplete((_, next) -> {
                  if (next != null) {
                    next.addSuppressed(failure);
                  }
                }));
  }

  /// What a provider has promised is given up when its time is over.
  private static CompletableFuture<byte[]> ask(
      PlacesProvider provider, PlacesQuery query, long asker, long millis) {
    CompletableFuture<byte[]> promised;
    try {
      promised = provider.nearby(query, asker, millis).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<byte[]> timed = promised.copy().orTimeout(millis, TimeUnit.MILLISECONDS);
    CompletableFuture<byte[]> _ = timed.whenComplete((_, _) -> promised.cancel(true));
    return timed;
  }

  @Override
  public List<UpstreamCounters> counters() {
    return providers.stream().flatMap(provider -> provider.counters().stream()).toList();
  }

  @Override
  public List<PlacesNote> takeNotes() {
    return providers.stream().flatMap(provider -> provider.takeNotes().stream()).toList();
  }

  @Override
  public List<String> warnings() {
    return providers.stream().flatMap(provider -> provider.warnings().stream()).toList();
  }

  @Override
  public CompletionStage<Void> warmUp() {
    return CompletableFuture.allOf(
        providers.stream()
            .map(provider -> provider.warmUp().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void close() {
    providers.forEach(PlacesProvider::close);
  }
}
