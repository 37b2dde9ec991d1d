package org.placeherd.node;

import java.util.List;
import org.placeherd.geo.LatLon;

/// What a query for clients found.
///
/// @param clients the nearest first; equally near ones in no particular order. Where they are as
///   many as the query's limit there may be more.
/// @param isComplete false if the search was given up after [ClientsNear#MAX_EXAMINED_CLIENTS]:
///   then some may be missing, near ones too
public record NearClients(List<NearClient> clients, boolean isComplete) {
  /// Copies the list.
  public NearClients {
    clients = List.copyOf(clients);
  }

  /// A client and where it is, by its newest report.
  ///
  /// @param client its name
  /// @param number its number, for [ClientReports#line]
  /// @param position where it is
  /// @param metres distance from the query's centre on the sphere
  /// @param bearingDegrees the course from the query's centre to it: clockwise from north, 0 … 360
  ///   without 360
  /// @param timeNanos the report's time, nanoseconds since 1970; `Long.MAX_VALUE` beyond 2262
  /// @param receiveNanos when the server that the client spoke to received it, likewise
  public record NearClient(
      String client,
      int number,
      LatLon position,
      double metres,
      double bearingDegrees,
      long timeNanos,
      long receiveNanos) {}
}
