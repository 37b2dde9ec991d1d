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
public record NodeSettings(
    String name,
    List<NeighbourSettings> neighbours,
    long toleranceNanos,
    StaleReply staleReply,
    Limits limits,
    HashKey hashKey) {

  /// The tolerance of protocol §3: 60 s.
  public static final long DEFAULT_TOLERANCE_NANOS = 60_000_000_000L;

  /// Copies the list.
  public NodeSettings {
    neighbours = List.copyOf(neighbours);
  }

  /// How to write lines for one neighbour (protocol §4).
  ///
  /// @param name the neighbour's server name
  /// @param extra what follows the six fields
  /// @param carriageReturn whether lines end with CRLF
  public record NeighbourSettings(String name, ExtraFields extra, boolean carriageReturn) {}

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
