package org.placeherd.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.placeherd.journal.JournalThread;
import org.placeherd.node.NodeStatus;
import org.placeherd.places.PlacesCounters;
import org.placeherd.places.UpstreamCounters;
import org.placeherd.transport.Breach;

/// How a server is at one moment.
///
/// @param server its name
/// @param uptimeMillis since its start
/// @param missing what it lacks to be sent clients, each in a few words; empty when it is ready
/// @param counts what its loop has done
/// @param eventsShed events that the log had to leave out since the start
/// @param alarms times that something was seen which an operator should mend
/// @param acknowledgement when it acknowledges reports
/// @param saver what saving has cost
/// @param links to its neighbours, in the order of [NodeStatus#neighbours]
/// @param breaches how often its ports have refused, closed or slowed down somebody
/// @param placesProvider the name of the provider of places
/// @param places how queries for places have ended
/// @param sources how the sources behind HTTP were used
record ServerStatus(
    String server,
    long uptimeMillis,
    List<String> missing,
    LoopCounters.Counts counts,
    long eventsShed,
    long alarms,
    Acknowledgement acknowledgement,
    NodeStatus node,
    JournalThread.Status journal,
    SaverCounters.Counts saver,
    List<LinkStatus> links,
    Map<Breach, Long> breaches,
    String placesProvider,
    PlacesCounters places,
    List<UpstreamCounters> sources) {
  /// Keeps its own copies.
  ServerStatus {
    missing = List.copyOf(missing);
    links = List.copyOf(links);
    breaches = Map.copyOf(breaches);
    sources = List.copyOf(sources);
  }

  /// What the limits and the herd's secret have kept away since the start, by its name in the
  /// status and the metrics, always in the same order.
  Map<String, Long> refusals() {
    Map<String, Long> refusals = new LinkedHashMap<>();
    refusals.put("reports_without_room", node.refusals().full());
    refusals.put("reports_too_fast", node.refusals().tooFast());
    refusals.put("hellos_unproved", node.refusals().unproved());
    for (Breach breach : Breach.values()) {
      refusals.put(breach.counter(), breaches.getOrDefault(breach, 0L));
    }
    return refusals;
  }

  /// A link to a neighbour.
  ///
  /// @param address where the neighbour listens
  /// @param isUp whether it stands
  /// @param isOurs whether a server of ours is at its other end
  /// @param isTried whether it has come up, or failed, since the start
  /// @param connects how often it was made since the start
  /// @param losses how often it was lost
  record LinkStatus(
      String address, boolean isUp, boolean isOurs, boolean isTried, long connects, long losses) {}
}
