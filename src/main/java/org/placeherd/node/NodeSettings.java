package org.placeherd.node;

import java.util.List;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;

/// What a node is told about itself before it starts.
///
/// @param name this server's name
/// @param neighbours whom it tells; a neighbour's number is its index here
/// @param toleranceNanos how far ahead a client's clock may be; the same herd-wide (protocol §3)
/// @param staleReply what an IAMAT that is not newer is answered with
/// @param limits what lines may be, for reports that were held
/// @param hashKey the key with which lines were hashed
/// @param spread how reports get to servers that are no neighbours
/// @param others the herd's other servers, whose names reports will have
/// @param clientLimits what is kept and taken of clients at most
public record NodeSettings(
    String name,
    List<NeighbourSettings> neighbours,
    long toleranceNanos,
    StaleReply staleReply,
    Limits limits,
    HashKey hashKey,
    Spread spread,
    List<String> others,
    ClientLimits clientLimits) {

  /// The tolerance of protocol §3: 60 s.
  public static final long DEFAULT_TOLERANCE_NANOS = 60_000_000_000L;

  /// Copies the lists.
  public NodeSettings {
    neighbours = List.copyOf(neighbours);
    others = List.copyOf(others);
  }

  /// Without limits for clients.
  public NodeSettings(
      String name,
      List<NeighbourSettings> neighbours,
      long toleranceNanos,
      StaleReply staleReply,
      Limits limits,
      HashKey hashKey,
      Spread spread,
      List<String> others) {
    this(
        name,
        neighbours,
        toleranceNanos,
        staleReply,
        limits,
        hashKey,
        spread,
        others,
        ClientLimits.NONE);
  }

  /// The settings of a node in a herd that floods.
  public NodeSettings(
      String name,
      List<NeighbourSettings> neighbours,
      long toleranceNanos,
      StaleReply staleReply,
      Limits limits,
      HashKey hashKey) {
    this(name, neighbours, toleranceNanos, staleReply, limits, hashKey, Spread.FLOOD, List.of());
  }

  /// The same node in a herd of another graph.
  public NodeSettings with(Spread other) {
    return new NodeSettings(
        name, neighbours, toleranceNanos, staleReply, limits, hashKey, other, others, clientLimits);
  }

  /// The same node with other limits for clients.
  public NodeSettings with(ClientLimits other) {
    return new NodeSettings(
        name, neighbours, toleranceNanos, staleReply, limits, hashKey, spread, others, other);
  }

  /// How to write lines for one neighbour (protocol §4).
  ///
  /// @param name the neighbour's server name
  /// @param extra what follows the six fields
  /// @param carriageReturn whether lines end with CRLF
  /// @param catchUp what it is told when its link comes up, if it is an old-style server
  public record NeighbourSettings(
      String name, ExtraFields extra, boolean carriageReturn, CatchUpMode catchUp) {

    /// A neighbour that is told what changed.
    public NeighbourSettings(String name, ExtraFields extra, boolean carriageReturn) {
      this(name, extra, carriageReturn, CatchUpMode.CHANGES);
    }
  }

  /// What an old-style neighbour is told when its link comes up.
  public enum CatchUpMode {
    /// What changed since the link was lost; at first, since we started.
    CHANGES,
    /// All that is known.
    TABLE
  }

  /// What follows the six fields of an AT line to an old-style neighbour.
  public enum ExtraFields {
    /// Nothing.
    NONE,
    /// The name of the server that sends the line.
    SENDER,
    /// The servers that we know have it: the one the client spoke to, and ourselves.
    VISITED
  }

  /// What an IAMAT that is not newer than what is known is answered with.
  public enum StaleReply {
    /// The AT line for that very message.
    LITERAL,
    /// The AT line that is stored.
    STORED
  }
}
