package org.placeherd.cli.bench;

import java.util.List;

/// How many replies have come, over all connections.
///
/// @param replies all replies, errors included
/// @param queriesAnswered those to a `WHATSAT` that was not refused
/// @param errors those that refused the request
/// @param receivedBytes bytes of all of them
public record Counts(long replies, long queriesAnswered, long errors, long receivedBytes) {
  static Counts of(List<Connection> connections) {
    long replies = 0;
    long queriesAnswered = 0;
    long errors = 0;
    long receivedBytes = 0;
    for (Connection connection : connections) {
      replies += connection.replies.replies();
      queriesAnswered += connection.replies.queriesAnswered();
      errors += connection.replies.errors();
      receivedBytes += connection.receivedBytes;
    }
    return new Counts(replies, queriesAnswered, errors, receivedBytes);
  }

  /// What came after `earlier`.
  Counts since(Counts earlier) {
    return new Counts(
        replies - earlier.replies,
        queriesAnswered - earlier.queriesAnswered,
        errors - earlier.errors,
        receivedBytes - earlier.receivedBytes);
  }
}
