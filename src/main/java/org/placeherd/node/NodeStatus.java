package org.placeherd.node;

import java.util.List;

/// How a node is, for people.
///
/// @param clients how many clients it knows, without those that were deleted
/// @param gone how many clients were deleted and have not reported since
/// @param stored reports that were newer and kept, since the start
/// @param held reports that wait because their server's clock is ahead
/// @param alarms times that something was seen which an operator should mend
/// @param lagNanos how long after its reception the latest flooded report arrived here; −1 if none
///   has
/// @param neighbours what each neighbour still has to be told
public record NodeStatus(
    int clients,
    int gone,
    long stored,
    int held,
    long alarms,
    long lagNanos,
    List<NeighbourStatus> neighbours) {
  /// Copies the list.
  public NodeStatus {
    neighbours = List.copyOf(neighbours);
  }

  /// One neighbour and what it still has to be told.
  ///
  /// @param name the neighbour's name
  /// @param up whether its link is up
  /// @param pending clients it still has to be told about
  /// @param told AT lines handed to its link since the start
  public record NeighbourStatus(String name, boolean up, int pending, long told) {}
}
