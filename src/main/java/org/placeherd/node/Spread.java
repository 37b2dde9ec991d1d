package org.placeherd.node;

/// How a report gets from one server to all (reliability §1).
public enum Spread {
  /// Everyone who hears a report for the first time tells all neighbours: 2E − (N − 1) messages on
  /// a graph of E links and N servers. For small graphs: it is the fastest.
  FLOOD,
  /// All servers are linked to all: the first to hear it tells everyone, nobody passes it on: N − 1
  /// messages. While a link is down its server says so with every line, and then all pass it on.
  ONE_HOP,
  /// Links over which reports come twice are taken out of a tree; over them goes word only, later:
  /// some N − 1 messages on any graph.
  TREE
}
