package org.placeherd.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.placeherd.phones.PhoneApp;
import org.placeherd.phones.Unusable;

/// What phones have sent since the start, as metrics; `docs/metrics.md` lists them. From any
/// thread.
final class PhoneCounts {
  private static final String APP = "app";

  private final Map<Outcome, LongAdder> reports = new ConcurrentHashMap<>();
  private final Map<Unused, LongAdder> unused = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  private record Outcome(PhoneApp app, boolean isStored) {}

  private record Unused(PhoneApp app, Unusable.Reason reason) {}

  void reports(PhoneApp app, int count, boolean areStored) {
    reports.computeIfAbsent(new Outcome(app, areStored), _ -> new LongAdder()).add(count);
  }

  void unusable(PhoneApp app, Unusable.Reason reason, int count) {
    unused.computeIfAbsent(new Unused(app, reason), _ -> new LongAdder()).add(count);
  }

  void refused() {
    refused.increment();
  }

  void addTo(MetricFamilies families) {
    List<MetricFamilies.Value> taken = new ArrayList<>();
    reports.forEach((outcome, count) ->
        taken.add(
            MetricFamilies.value(
                count.sum(),
                APP,
                outcome.app().title(),
                "outcome",
                outcome.isStored() ? "stored" : "failed")));
    families.counter("phone_reports", "Reports of phone apps.", taken);
    List<MetricFamilies.Value> left = new ArrayList<>();
    unused.forEach((what, count) ->
        left.add(
            MetricFamilies.value(
                count.sum(), APP, what.app().title(), "reason", what.reason().words())));
    families.counter("phone_unusable", "Messages of phone apps without a report.", left);
    families.counter("phone_refused", "Requests whose token stands for nobody.", refused.sum());
  }
}
