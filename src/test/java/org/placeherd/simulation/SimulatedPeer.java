package org.placeherd.simulation;

/// A server that others connect to.
interface SimulatedPeer {
  String name();

  /// Whether it runs.
  boolean isRunning();

  /// Takes a connection from a neighbour.
  SimulatedStream.Inlet accept(SimulatedStream connection);
}
