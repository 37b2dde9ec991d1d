package org.placeherd.web;

import java.util.Map;

/// What HTTP has been used for since it was opened.
///
/// @param connections how many are open
/// @param refused connections that were closed at once, for too many were open
/// @param silent connections that were closed because they brought nothing for too long
/// @param broken times that a connection broke, or sent what made us hang up
/// @param requests how many were answered, by path and status
public record WebCounters(
    long connections, long refused, long silent, long broken, Map<Answered, Long> requests) {
  /// Keeps its own copy of the requests.
  public WebCounters {
    requests = Map.copyOf(requests);
  }

  /// Requests to one path that were answered the same way.
  ///
  /// @param path one of those that there are, or `other`
  /// @param status the HTTP status
  public record Answered(String path, int status) {}
}
