package org.placeherd.places.stub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The further pages of long replies, each behind a token that is good only after two seconds.
final class StubPages {
  /// Results on a page.
  static final int SIZE = 20;

  /// How long a new token is refused.
  static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// Tokens that are remembered; the oldest is forgotten first.
  private static final int TOKENS_MAX = 1_000;

  private final LongSupplier nanoTime;
  private final Map<String, Rest> tokens =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rest> eldest) {
          return size() > TOKENS_MAX;
        }
      };
  private long made;

  private record Rest(List<StubPlace> places, long madeNanos) {}

  StubPages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// A token for what does not fit on the first page of these, if anything does not.
  synchronized Optional<String> next(List<StubPlace> places) {
    if (places.size() <= SIZE) {
      return Optional.empty();
    }
    String token = "page-" + ++made;
    tokens.put(token, new Rest(places.subList(SIZE, places.size()), nanoTime.getAsLong()));
    return Optional.of(token);
  }

  /// What is behind a token, if it is good.
  synchronized Optional<List<StubPlace>> take(String token) {
    return Optional.ofNullable(tokens.get(token))
        .filter(rest -> nanoTime.getAsLong() - rest.madeNanos >= DELAY_NANOS)
        .map(Rest::places);
  }
}
