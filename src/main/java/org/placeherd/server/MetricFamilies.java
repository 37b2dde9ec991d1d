package org.placeherd.server;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;

/// Metrics on their way to Prometheus: values of one name with the same labels are a family.
final class MetricFamilies {
  /// What all names begin with.
  private static final String PREFIX = "placeherd_";

  private final List<MetricSnapshot> families = new ArrayList<>();

  /// One value and what it is of.
  record Value(Labels labels, double value) {}

  /// A value.
  ///
  /// @param namesAndValues its labels, a name and a value in turn
  static Value value(Number value, String... namesAndValues) {
    return new Value(Labels.of(namesAndValues), value.doubleValue());
  }

  /// All that were put in.
  MetricSnapshots snapshots() {
    return new MetricSnapshots(families);
  }

  void gauge(String name, String help, Number value) {
    gauge(name, help, List.of(value(value)));
  }

  void gauge(String name, String help, List<Value> values) {
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(PREFIX + name).help(help);
    for (Value value : values) {
      family.dataPoint(
          GaugeDataPointSnapshot.builder().labels(value.labels).value(value.value).build());
    }
    families.add(family.build());
  }

  void counter(String name, String help, Number value) {
    counter(name, help, List.of(value(value)));
  }

  void counter(String name, String help, List<Value> values) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(PREFIX + name).help(help);
    for (Value value : values) {
      family.dataPoint(
          CounterDataPointSnapshot.builder().labels(value.labels).value(value.value).build());
    }
    families.add(family.build());
  }

  /// What was counted in some unit, in Prometheus' base unit.
  ///
  /// @param ofBase how many of the unit are one of the base unit
  static HistogramDataPointSnapshot histogram(Histogram.Counts counts, double ofBase) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    int last = counts.bounds().size();
    for (int i = 0; i < last; i++) {
      buckets.bucket(counts.bounds().get(i) / ofBase, counts.counts().get(i));
    }
    buckets.bucket(Double.POSITIVE_INFINITY, counts.counts().get(last));
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(buckets.build())
        .sum(counts.sum() / ofBase)
        .build();
  }

  void histogram(String name, String help, List<HistogramDataPointSnapshot> values) {
    HistogramSnapshot.Builder family = HistogramSnapshot.builder().name(PREFIX + name).help(help);
    values.forEach(family::dataPoint);
    families.add(family.build());
  }
}
