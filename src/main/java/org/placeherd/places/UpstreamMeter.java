package org.placeherd.places;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Counts for one source.
final class UpstreamMeter {
  /// No call lasts longer than an attempt may; this leaves room for a slow machine.
  private static final long MILLIS_MAX = 60_000;

  private static final int DIGITS = 2;
  private static final List<Long> BUCKETS =
      List.of(5L, 10L, 25L, 50L, 100L, 200L, 400L, 800L, 1_600L);

  private static final String LEFT_OUT = "place-left-out";

  final LongAdder calls = new LongAdder();
  final LongAdder microDollars = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder coalesced = new LongAdder();
  final LongAdder hits = new LongAdder();
  final LongAdder negativeHits = new LongAdder();
  final LongAdder stale = new LongAdder();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder totalMillis = new LongAdder();
  private final ConcurrentHistogram millis = new ConcurrentHistogram(MILLIS_MAX, DIGITS);
  private final PlacesClock clock;
  private volatile Optional<Failure> last = Optional.empty();

  private record Failure(String words, long nanos) {}

  UpstreamMeter(PlacesClock clock) {
    this.clock = clock;
  }

  void took(long nanos) {
    long took = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 0, MILLIS_MAX);
    millis.recordValue(took);
    totalMillis.add(took);
  }

  void failed(UpstreamFailure failure) {
    count(failure.kind().name());
    last = Optional.of(new Failure(String.valueOf(failure.getMessage()), clock.nanos()));
  }

  /// What the source did when it failed last; empty while it has not.
  String lastWords() {
    return last.map(Failure::words).orElse("");
  }

  void notAsked(NotAsked.Reason reason) {
    count(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /// So many of the places that it sent were none.
  void leftOut(int places) {
    if (places > 0) {
      failures.computeIfAbsent(LEFT_OUT, _ -> new LongAdder()).add(places);
    }
  }

  private void count(String failure) {
    failures.computeIfAbsent(failure, _ -> new LongAdder()).increment();
  }

  UpstreamCounters counters(String provider, UpstreamGate.State gate, long spentThisMonth) {
    Map<String, Long> counted = new TreeMap<>();
    failures.forEach((failure, count) -> counted.put(failure, count.sum()));
    return new UpstreamCounters(
        provider,
        calls.sum(),
        microDollars.sum(),
        spentThisMonth,
        misses.sum(),
        coalesced.sum(),
        hits.sum(),
        negativeHits.sum(),
        stale.sum(),
        gate.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        counted,
        last.map(this::shown),
        latency());
  }

  private UpstreamCounters.LastFailure shown(Failure failure) {
    return new UpstreamCounters.LastFailure(
        failure.words, TimeUnit.NANOSECONDS.toMillis(clock.nanos() - failure.nanos));
  }

  private UpstreamCounters.Latency latency() {
    Histogram now = millis.copy();
    return new UpstreamCounters.Latency(
        now.getTotalCount(),
        now.getValueAtPercentile(50),
        now.getValueAtPercentile(90),
        now.getValueAtPercentile(99),
        now.getMaxValue(),
        totalMillis.sum(),
        BUCKETS.stream()
            .map(upTo -> new UpstreamCounters.Bucket(upTo, now.getCountBetweenValues(0, upTo)))
            .toList());
  }
}
