package org.placeherd.node;

import java.util.List;

/// The herd that a scenario is played in.
///
/// @param servers the names of the servers
/// @param links who floods to whom; each works both ways
/// @param oldStylePeers neighbours that the scenario itself plays
public record ScenarioHerd(
    List<String> servers, List<ScenarioLink> links, List<OldStylePeer> oldStylePeers) {
  /// Copies the lists.
  public ScenarioHerd {
    servers = List.copyOf(servers);
    links = List.copyOf(links);
    oldStylePeers = List.copyOf(oldStylePeers);
  }

  /// Two servers that are neighbours.
  public record ScenarioLink(String one, String other) {}

  /// A neighbour that is no server of ours: the server connects to it as to any other, and the
  /// scenario reads and writes the other end of that connection under the peer's name.
  ///
  /// @param name the peer's name, also the name of the connection
  /// @param server the one server that has it as a neighbour
  /// @param extra what that server writes behind the six fields for it
  /// @param carriageReturn whether lines to it end with CRLF
  public record OldStylePeer(
      String name, String server, NodeSettings.ExtraFields extra, boolean carriageReturn) {}
}
