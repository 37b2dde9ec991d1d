package org.placeherd.transport;

import java.util.List;

/// Where replies leave from, once what they say is safe: a connection, or the port for datagrams.
///
/// @param <R> a reply as the outlet sends it
interface Outlet<R> {
  /// Takes the replies of the batch that ends.
  List<R> takeReplies();

  /// Sends replies that were taken: what they say is safe.
  void send(List<R> replies);

  /// Forgets replies that were taken, for what they say cannot be made safe; whoever waits for them
  /// is hung up on where there is a connection.
  void giveUp(List<R> replies, String reason);
}
