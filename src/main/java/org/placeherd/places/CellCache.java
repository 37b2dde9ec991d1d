package org.placeherd.places;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The answers of one source that are kept for a while. Where its terms allow nothing to be kept,
/// nothing is.
final class CellCache {
  /// The most that one source's answers may take: a thousand full ones, well within the heap.
  static final long BYTES_MAX = 32L << 20;

  private final UpstreamPolicy policy;
  private final PlacesClock clock;
  private final Cache<CellKey, CellAnswer> answers;

  /// An answer that may be shown.
  ///
  /// @param isFresh whether it is new enough; otherwise a newer one is to be fetched
  record Kept(CellAnswer answer, boolean isFresh) {}

  CellCache(UpstreamPolicy policy, PlacesClock clock) {
    this.policy = policy;
    this.clock = clock;
    Duration life = policy.fresh().plus(policy.stale());
    answers =
        Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX)
            .<CellKey, CellAnswer>weigher((_, answer) -> answer.weight())
            .expireAfterWrite(life.compareTo(policy.negative()) > 0 ? life : policy.negative())
            .ticker(clock.nanoTime()::getAsLong)
            .executor(Runnable::run) // its house-keeping is short, and wants no threads
            .build();
  }

  /// What can be shown for a query.
  ///
  /// @param covering all that it could be answered from, its own first; of the others only one that
  ///   has all that lies in the query's circle will do. So where nothing is in a large circle, the
  ///   source is not asked for the small ones in it.
  Optional<Kept> look(PlacesQuery query, List<CellQuery> covering) {
    Optional<Kept> own = kept(covering.getFirst().key());
    if (own.isPresent() && own.get().isFresh()) {
      return own;
    }
    return covering.stream()
        .skip(1)
        .flatMap(wider -> kept(wider.key()).stream())
        .filter(wider -> wider.isFresh() && wider.answer().covers(query))
        .findFirst()
        .or(() -> own);
  }

  private Optional<Kept> kept(CellKey key) {
    CellAnswer answer = answers.getIfPresent(key);
    if (answer == null) {
      return Optional.empty();
    }
    Duration age = Duration.ofNanos(clock.nanos() - answer.nanos());
    Duration fresh = answer.isEmpty() ? policy.negative() : policy.fresh();
    Duration stale = answer.isEmpty() ? Duration.ZERO : policy.stale();
    boolean isFresh = age.compareTo(fresh) < 0;
    return isFresh || age.compareTo(fresh.plus(stale)) < 0
        ? Optional.of(new Kept(answer, isFresh))
        : Optional.empty();
  }

  /// Keeps an answer, if that is allowed.
  void keep(CellKey key, CellAnswer answer) {
    Duration fresh = answer.isEmpty() ? policy.negative() : policy.fresh();
    if (policy.fresh().isPositive() && fresh.isPositive()) {
      answers.put(key, answer);
    }
  }

  /// How many answers are kept.
  long size() {
    answers.cleanUp();
    return answers.estimatedSize();
  }
}
