package org.placeherd.server;

import static org.placeherd.server.MetricFamilies.value;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.server.MetricFamilies.Value;
import org.placeherd.web.WebCounters;

/// The figures of a server, its journal, its links and its HTTP, as metrics. `docs/http.md` lists
/// them.
final class ServerFigures {
  private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MetricFamilies families;

  private ServerFigures(MetricFamilies families) {
    this.families = families;
  }

  static void addTo(MetricFamilies families, ServerStatus status, WebCounters web) {
    ServerFigures figures = new ServerFigures(families);
    figures.server(status, web);
    figures.journal(status);
    figures.links(status);
    figures.http(web);
  }

  private void server(ServerStatus status, WebCounters web) {
    families.gauge(
        "server",
        "Always 1; which server this is and where its places come from.",
        List.of(value(1, "server", status.server(), "places_provider", status.placesProvider())));
    families.gauge("uptime_seconds", "Since the start.", status.uptimeMillis() / MILLIS);
    families.gauge("clients", "Clients whose position is known.", status.node().clients());
    families.gauge(
        "clients_deleted",
        "Clients that were deleted and have not reported since; each is remembered.",
        status.node().gone());
    families.gauge(
        "connections",
        "Connections that are open.",
        List.of(
            value(status.connections(), "transport", "tcp"),
            value(web.connections(), "transport", "http")));
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

  private void journal(ServerStatus status) {
    families.gauge(
        "journal_full", "1 while nothing more can be saved.", status.journal().full() ? 1 : 0);
    families.gauge("journal_segments", "Segments that count.", status.journal().segments());
    families.gauge("journal_segment_bytes", "How long they are.", status.journal().liveBytes());
    families.gauge(
        "journal_snapshot_bytes", "The newest snapshot.", status.journal().snapshotBytes());
  }

  private void links(ServerStatus status) {
    List<Value> up = new ArrayList<>();
    List<Value> pending = new ArrayList<>();
    List<Value> sent = new ArrayList<>();
    List<Value> connects = new ArrayList<>();
    for (int i = 0; i < status.links().size(); i++) {
      ServerStatus.LinkStatus link = status.links().get(i);
      NeighbourStatus neighbour = status.node().neighbours().get(i);
      up.add(value(link.isUp() ? 1 : 0, "peer", neighbour.name()));
      pending.add(value(neighbour.pending(), "peer", neighbour.name()));
      sent.add(value(neighbour.told(), "peer", neighbour.name()));
      connects.add(value(link.connects(), "peer", neighbour.name()));
    }
    families.gauge("link_up", "Whether the link to a neighbour stands.", up);
    families.gauge("link_pending", "Clients that the neighbour has to be told of.", pending);
    families.counter("link_sent", "AT lines handed to the link.", sent);
    families.counter("link_connects", "How often the link was made.", connects);
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
