package org.placeherd.server;

import static org.placeherd.server.MetricFamilies.value;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.placeherd.places.UpstreamCounters;
import org.placeherd.server.MetricFamilies.Value;

/// The figures of the places gateway and of each source behind HTTP, as metrics. `docs/metrics.md`
/// lists them.
final class PlacesFigures {
  private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);
  private static final double MICRO_DOLLARS = 1_000_000;
  private static final List<String> BREAKER_STATES =
      List.of("closed", "half-open", "open", "denied");

  private final MetricFamilies families;

  private PlacesFigures(MetricFamilies families) {
    this.families = families;
  }

  static void addTo(MetricFamilies families, ServerStatus status) {
    PlacesFigures figures = new PlacesFigures(families);
    figures.places(status);
    figures.sources(status.sources());
  }

  private void places(ServerStatus status) {
    families.counter(
        "places_queries",
        "Queries for places, by the provider and how they ended.",
        List.of(
            outcome(status, "answered", status.places().answered()),
            outcome(status, "late", status.places().late()),
            outcome(status, "failed", status.places().failed()),
            outcome(status, "overloaded", status.places().overloaded())));
  }

  private static Value outcome(ServerStatus status, String outcome, long queries) {
    return value(queries, "provider", status.placesProvider(), "outcome", outcome);
  }

  private void sources(List<UpstreamCounters> sources) {
    families.counter(
        "places_source_calls", "Requests sent.", each(sources, UpstreamCounters::calls));
    families.gauge(
        "places_source_spent_dollars",
        "What the calls cost at list price; what was given back is taken off.",
        each(sources, source -> source.microDollars() / MICRO_DOLLARS));
    families.gauge(
        "places_source_spent_this_month_dollars",
        "What this server has spent in this calendar month.",
        each(sources, source -> source.spentThisMonth() / MICRO_DOLLARS));
    families.counter(
        "places_source_queries",
        "Queries, by how they were answered, in the words of x_herd.cache.",
        sources.stream().flatMap(source -> answers(source).stream()).toList());
    families.counter(
        "places_source_negative_hits",
        "Of the hits, those where there is nothing.",
        each(sources, UpstreamCounters::negativeHits));
    families.counter(
        "places_source_failures",
        "By Google's status, or by why the source was not asked.",
        sources.stream().flatMap(source -> failures(source).stream()).toList());
    families.gauge(
        "places_source_breaker",
        "1 for the state that the circuit breaker is in.",
        sources.stream().flatMap(source -> breaker(source).stream()).toList());
    families.histogram(
        "places_source_latency_seconds",
        "How long calls took, failures among them.",
        sources.stream().map(PlacesFigures::latency).toList());
  }

  private static List<Value> each(
      List<UpstreamCounters> sources, Function<UpstreamCounters, Number> figure) {
    return sources.stream()
        .map(source -> value(figure.apply(source), "source", source.provider()))
        .toList();
  }

  private static List<Value> answers(UpstreamCounters source) {
    String name = source.provider();
    return List.of(
        value(source.misses(), "source", name, "cache", "miss"),
        value(source.hits(), "source", name, "cache", "hit"),
        value(source.stale(), "source", name, "cache", "stale"),
        value(source.coalesced(), "source", name, "cache", "shared"));
  }

  private static List<Value> failures(UpstreamCounters source) {
    return source.failures().entrySet().stream()
        .map(
            entry -> value(entry.getValue(), "source", source.provider(), "reason", entry.getKey()))
        .toList();
  }

  private static List<Value> breaker(UpstreamCounters source) {
    return BREAKER_STATES.stream()
        .map(state ->
            value(
                source.breaker().equals(state) ? 1 : 0,
                "source",
                source.provider(),
                "state",
                state))
        .toList();
  }

  private static HistogramDataPointSnapshot latency(UpstreamCounters source) {
    return HistogramDataPointSnapshot.builder()
        .labels(Labels.of("source", source.provider()))
        .classicHistogramBuckets(buckets(source.latency()))
        .sum(source.latency().totalMillis() / MILLIS)
        .build();
  }

  /// Prometheus wants what is in each bucket alone, and one without a bound.
  private static ClassicHistogramBuckets buckets(UpstreamCounters.Latency latency) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (UpstreamCounters.Bucket bucket : latency.buckets()) {
      buckets.bucket(bucket.upToMillis() / MILLIS, bucket.calls() - below);
      below = bucket.calls();
    }
    return buckets.bucket(Double.POSITIVE_INFINITY, latency.calls() - below).build();
  }
}
