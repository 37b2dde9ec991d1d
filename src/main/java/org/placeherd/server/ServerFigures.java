package org.placeherd.server;

import static org.placeherd.server.MetricFamilies.value;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.placeherd.web.WebCounters;

/// The figures of a server as metrics: its own, and those of its lines, journal, links and HTTP.
/// `docs/metrics.md` lists them.
final class ServerFigures {
  private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MetricFamilies families;

  private ServerFigures(MetricFamilies families) {
    this.families = families;
  }

  static void addTo(MetricFamilies families, ServerStatus status, WebCounters web) {
    ServerFigures figures = new ServerFigures(families);
    figures.server(status);
    LineFigures.addTo(families, status.counts(), web);
    LineFigures.addRefusals(families, status);
    JournalFigures.addTo(families, status);
    LinkFigures.addTo(families, status);
    figures.http(web);
  }

  private void server(ServerStatus status) {
    families.gauge(
        "server",
        "Always 1; which server this is and where its places come from.",
        List.of(value(1, "server", status.server(), "places_provider", status.placesProvider())));
    families.gauge(
        "ready",
        "Whether it should be sent clients, as /readyz says.",
        status.missing().isEmpty() ? 1 : 0);
    families.gauge("uptime_seconds", "Since the start.", status.uptimeMillis() / MILLIS);
    families.gauge("clients", "Clients whose position is known.", status.node().clients());
    families.gauge(
        "clients_deleted",
        "Clients that were deleted and have not reported since; each is remembered.",
        status.node().gone());
    families.counter("reports_stored", "Reports that were newer and kept.", status.node().stored());
    families.gauge(
        "reports_held", "Reports that wait, for a clock is ahead.", status.node().held());
    families.counter("alarms", "Times that something was seen to be mended.", status.alarms());
    families.counter("events_shed", "Events that the log had to leave out.", status.eventsShed());
    if (status.node().lagNanos() >= 0) {
      families.gauge(
          "lag_seconds",
          "From the reception of the latest flooded report at its server to its arrival here.",
          status.node().lagNanos() / NANOS);
    }
  }

  private void http(WebCounters web) {
    families.counter(
        "http_connections_refused", "Hung up on, for too many were open.", web.refused());
    families.counter("http_connections_silent", "Closed, for they brought nothing.", web.silent());
    families.counter("http_connections_broken", "Broke, or sent what cannot be.", web.broken());
    families.counter(
        "http_requests",
        "Requests that were answered.",
        web.requests().entrySet().stream()
            .map(entry ->
                value(
                    entry.getValue(),
                    "path",
                    entry.getKey().path(),
                    "status",
                    String.valueOf(entry.getKey().status())))
            .toList());
  }
}
