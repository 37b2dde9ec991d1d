package org.placeherd.node;

import java.util.Optional;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;

/// All that the node does to the world. Called on the node's thread, in order; must not call back
/// into the node.
public interface Effects {
  /// Where the replies to the session being handled are written, in order.
  ByteWriter replies();

  /// The reply to a WHATSAT belongs here in the order of replies: the `atLineBytes` bytes last
  /// written to [#replies] (the AT line and its LF), then the places near `centre` that `whatsat`
  /// asks for, as one write.
  void findPlaces(int atLineBytes, LatLon centre, Line whatsat);

  /// The state of this server, for a tool of ours, belongs here in the order of replies.
  void showStatus();

  /// What the token of an AUTH line may; nothing if it is wrong. Asked of sessions that need one.
  default Optional<Rights> rights(Line auth) {
    return Optional.empty(); // nobody has a token where nothing is known of them
  }

  /// There is something to tell a neighbour whose link is up: drain it before the replies leave.
  void tell(int neighbour);

  /// What was done with a line, after its reply was written.
  void show(Line line, Outcome outcome);
}
