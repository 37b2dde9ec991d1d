package org.placeherd.transport;

import java.util.List;

/// Where replies leave from, once what they say is safe: a connection, or the port for datagrams.
///
/// @param <R> a reply as the outlet sends it
interface Outlet<R> {
  /// Takes the replies of the batch that ends.
  List<R> takeReplies();

  /// The mark of the replies just taken. It is a higher one than that of their batch where some
  /// were written in an earlier batch, for a report that is not saved, and waited for others before
  /// them.
  ///
  /// @param mark that of the batch that ends
  default long marked(long mark) {
    return mark;
  }

  /// Sends replies that were taken: what they say is safe.
  void send(List<R> replies);

  /// Forgets replies that were taken, for what they say cannot be made safe; whoever waits for them
  /// is hung up on where there is a connection.
  void giveUp(List<R> replies, String reason);
}
