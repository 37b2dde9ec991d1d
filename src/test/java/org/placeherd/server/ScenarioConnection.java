package org.placeherd.server;

import java.io.IOException;

/// One connection of a scenario that is played on real sockets. Text is ISO 8859-1: a character is
/// a byte.
interface ScenarioConnection extends AutoCloseable {
  void send(String text) throws IOException;

  /// The next line, without its LF.
  ///
  /// @throws java.io.EOFException where nothing more comes
  String line() throws IOException;

  /// Says that nothing more will be sent.
  void endOutput() throws IOException;

  @Override
  void close() throws IOException;
}
