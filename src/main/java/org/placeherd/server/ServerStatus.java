package org.placeherd.server;

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
/// @param connections how many line connections are open
/// @param eventsShed events that the log had to leave out since the start
/// @param alarms times that something was seen which an operator should mend
/// @param acknowledgement when it acknowledges reports
/// @param links to its neighbours, in the order of [NodeStatus#neighbours]
/// @param breaches how often its ports have refused, closed or slowed down somebody
/// @param placesProvider the name of the provider of places
/// @param places how queries for places have ended
/// @param sources how the sources behind HTTP were used
record ServerStatus(
    String server,
    long uptimeMillis,
    int connections,
    long eventsShed,
    long alarms,
    Acknowledgement acknowledgement,
    NodeStatus node,
    JournalThread.Status journal,
    List<LinkStatus> links,
    Map<Breach, Long> breaches,
    String placesProvider,
    PlacesCounters places,
    List<UpstreamCounters> sources) {
  /// Keeps its own copies.
  ServerStatus {
    links = List.copyOf(links);
    breaches = Map.copyOf(breaches);
    sources = List.copyOf(sources);
  }

  /// A link to a neighbour.
  ///
  /// @param address where the neighbour listens
  /// @param isUp whether it stands
  /// @param isOurs whether a server of ours is at its other end
  /// @param connects how often it was made since the start
  record LinkStatus(String address, boolean isUp, boolean isOurs, long connects) {}
}
