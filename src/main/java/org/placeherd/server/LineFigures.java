package org.placeherd.server;

import static org.placeherd.server.MetricFamilies.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.placeherd.node.Outcome;
import org.placeherd.server.LoopCounters.Handled;
import org.placeherd.server.MetricFamilies.Value;
import org.placeherd.web.WebCounters;
import org.placeherd.wire.LineKind;

/// The figures of lines and of who says them, as metrics. `docs/metrics.md` lists them.
final class LineFigures {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Shown from the start, so that a rate begins with the first line.
  private static final List<Handled> USUAL =
      List.of(
          new Handled(LineKind.IAMAT, Outcome.STORED),
          new Handled(LineKind.IAMAT, Outcome.NOT_NEWER),
          new Handled(LineKind.IAMAT, Outcome.DISK_FULL),
          new Handled(LineKind.AT, Outcome.STORED),
          new Handled(LineKind.AT, Outcome.NOT_NEWER),
          new Handled(LineKind.AT, Outcome.DUPLICATE),
          new Handled(LineKind.AT, Outcome.NOT_ALLOWED),
          new Handled(LineKind.WHATSAT, Outcome.ANSWERED),
          new Handled(LineKind.WHATSAT, Outcome.UNKNOWN_CLIENT),
          new Handled(LineKind.INVALID, Outcome.INVALID));

  private LineFigures() {}

  static void addTo(MetricFamilies families, LoopCounters.Counts counts, WebCounters web) {
    families.counter(
        "lines",
        "Lines that were handled, by what they are and what was done with them.",
        lines(counts.lines()));
    families.histogram(
        "visibility_lag_seconds",
        "From the reception of a report at its server to its arrival here; newer ones only.",
        List.of(MetricFamilies.histogram(counts.lagNanos(), NANOS)));
    List<Value> open = new ArrayList<>();
    counts.open().forEach((how, count) -> open.add(value(count, "transport", how.label())));
    open.add(value(web.connections(), "transport", "http"));
    families.gauge("connections", "Connections that are open.", open);
    List<Value> opened = new ArrayList<>();
    counts.opened().forEach((how, count) -> opened.add(value(count, "transport", how.label())));
    families.counter("connections_opened", "Connections of lines that were made.", opened);
    families.counter(
        "connections_refused",
        "Turned away at the line port, for what they are or for too many.",
        counts.refused());
    families.counter("datagrams", "Lines that came by UDP.", counts.datagrams());
  }

  /// What the limits and the herd's secret have kept away; each from the start.
  static void addRefusals(MetricFamilies families, ServerStatus status) {
    List<Value> refusals = new ArrayList<>();
    status.refusals().forEach((what, count) -> refusals.add(value(count, "what", what)));
    families.counter(
        "refusals",
        "What was refused, closed or slowed down by a limit, or lacked the herd's secret.",
        refusals);
  }

  private static List<Value> lines(Map<Handled, Long> counted) {
    Map<Handled, Long> lines = new LinkedHashMap<>();
    USUAL.forEach(usual -> lines.put(usual, 0L));
    lines.putAll(counted);
    return lines.entrySet().stream()
        .map(entry ->
            value(
                entry.getValue(),
                "kind",
                word(entry.getKey().kind()),
                "outcome",
                word(entry.getKey().outcome())))
        .toList();
  }

  /// `NOT_NEWER` is `not-newer`, as in the event log.
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
