package org.placeherd.places;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a source behind HTTP has been used since the start.
///
/// @param provider its name
/// @param calls requests sent to it, retries and refreshes among them
/// @param microDollars what they cost at list price, in millionths of a dollar
/// @param spentThisMonth what this server has spent in this calendar month, in millionths of a
///   dollar; kept over restarts where it costs money or has a budget
/// @param misses queries that made us ask it
/// @param coalesced queries answered by a call that was under way already
/// @param hits queries answered by what was kept, those for nothing among them
/// @param negativeHits of the hits, those where there is nothing
/// @param stale queries answered by what was kept too long, while a newer answer was asked for
/// @param breaker whether it may be asked: `closed`, `half-open`, `open` or `denied`
/// @param failures how often it, or asking it, failed: Google's status words for what it did, and
///   words such as `budget` for why it was not asked
/// @param lastFailure what it did when it failed last, if it has
/// @param latency how long its answers took, failures among them
public record UpstreamCounters(
    String provider,
    long calls,
    long microDollars,
    long spentThisMonth,
    long misses,
    long coalesced,
    long hits,
    long negativeHits,
    long stale,
    String breaker,
    Map<String, Long> failures,
    Optional<LastFailure> lastFailure,
    Latency latency) {
  /// Keeps its own copy of the failures.
  public UpstreamCounters {
    failures = Map.copyOf(failures);
  }

  /// How a source failed.
  ///
  /// @param words its name and what it did, in one line and without its key
  /// @param agoMillis how long ago
  public record LastFailure(String words, long agoMillis) {}

  /// How long calls took, in milliseconds; 0 where there were none.
  ///
  /// @param totalMillis all of them together
  /// @param buckets how many took how long, for a histogram
  public record Latency(
      long calls,
      long medianMillis,
      long p90Millis,
      long p99Millis,
      long maxMillis,
      long totalMillis,
      List<Bucket> buckets) {
    /// Keeps its own copy of the buckets.
    public Latency {
      buckets = List.copyOf(buckets);
    }
  }

  /// How many calls took at most so long; those of the smaller buckets are counted again.
  ///
  /// @param upToMillis the bound, included
  public record Bucket(long upToMillis, long calls) {}
}
