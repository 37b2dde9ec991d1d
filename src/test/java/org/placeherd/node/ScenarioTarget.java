package org.placeherd.node;

import java.util.Optional;

/// A herd that a scenario can be played against: in memory, or over real sockets.
///
/// Connections go by the names that the scenario gives them. Text is bytes: one character
/// (ISO-8859-1) a byte. What cannot be done throws, with a sentence that says why.
public interface ScenarioTarget extends AutoCloseable {
  /// Starts the servers; returns when every link between them is up.
  void start(ScenarioHerd herd);

  /// Opens a connection to a server.
  ///
  /// @param mayTell false for a stranger, from whom no AT is taken
  void connect(String connection, String server, boolean mayTell);

  /// Sends bytes as they are.
  void send(String connection, String bytes);

  /// The next line that has come back, without its LF; waits for it. Empty at the end of the
  /// stream, also where the stream ends amid a line.
  Optional<String> receive(String connection);

  /// Says that nothing more will be sent; what was sent is still answered.
  void endOutput(String connection);

  /// Closes both ways.
  void close(String connection);

  /// Waits until every server has heard what any server it is linked to has to tell.
  void awaitFlood();

  /// Stops a server at once; it forgets all it knew.
  void stop(String server);

  /// Starts a stopped server again; returns when its links are up.
  void restart(String server);

  /// Stops everything.
  @Override
  void close();
}
