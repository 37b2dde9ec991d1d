package org.placeherd.server;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.auth.TokenGate;
import org.placeherd.web.WebCounters;

/// What Prometheus is told: how the server is, and how its JVM is. Nothing of Micrometer is loaded
/// before somebody asks. From any thread.
final class HerdMetrics implements AutoCloseable {
  private @Nullable Registry registry;

  /// All metrics in Prometheus' text format.
  synchronized String text(
      ServerStatus status, WebCounters web, PhoneCounts phones, Optional<TokenGate> tokens) {
    Registry known = registry;
    if (known == null) {
      known = new Registry();
      registry = known;
    }
    MetricFamilies families = new MetricFamilies();
    ServerFigures.addTo(families, status, web);
    PlacesFigures.addTo(families, status);
    phones.addTo(families);
    tokens.ifPresent(gate -> {
      families.gauge("tokens", "Tokens that are known.", gate.size());
      families.counter("wrong_tokens", "Tokens that were shown and are none.", gate.allWrong());
    });
    return known.text(families.snapshots());
  }

  @Override
  public synchronized void close() {
    if (registry != null) {
      registry.close();
    }
  }

  /// The JVM's figures are Micrometer's; the server's were counted elsewhere and are only shown.
  private static final class Registry implements MultiCollector, AutoCloseable {
    private final PrometheusMeterRegistry meters =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private MetricSnapshots shown = MetricSnapshots.of();

    private Registry() {
      new JvmMemoryMetrics().bindTo(meters);
      new JvmThreadMetrics().bindTo(meters);
      new ProcessorMetrics().bindTo(meters);
      new FileDescriptorMetrics().bindTo(meters);
      collections.bindTo(meters);
      meters.getPrometheusRegistry().register(this);
    }

    private String text(MetricSnapshots now) {
      shown = now;
      return meters.scrape();
    }

    @Override
    public MetricSnapshots collect() {
      return shown;
    }

    @Override
    public void close() {
      collections.close();
      meters.close();
    }
  }
}
