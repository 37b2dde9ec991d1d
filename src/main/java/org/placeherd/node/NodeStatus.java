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
/// @param refusals what was refused since the start
/// @param neighbours what each neighbour still has to be told
public record NodeStatus(
    int clients,
    int gone,
    long stored,
    int held,
    long alarms,
    long lagNanos,
    Refusals refusals,
    List<NeighbourStatus> neighbours) {
  /// Copies the list.
  public NodeStatus {
    neighbours = List.copyOf(neighbours);
  }

  /// What was refused since the start.
  ///
  /// @param full reports there was no room for
  /// @param tooFast reports that came too soon behind others of their client
  /// @param unproved times that HELLO was said without the herd's secret, or with another
  public record Refusals(long full, long tooFast, long unproved) {}

  /// One neighbour and what it still has to be told.
  ///
  /// @param name the neighbour's name
  /// @param up whether its link is up
  /// @param pending clients it still has to be told about
  /// @param told AT lines handed to its link since the start
  /// @param catchUp how it and we were brought to know the same
  public record NeighbourStatus(
      String name, boolean up, int pending, long told, CatchUpStatus catchUp) {}

  /// Comparisons with one neighbour; old-style ones are not compared with.
  ///
  /// @param hasToldAll whether it has told all that we lacked when its link to us came up last
  /// @param begun how often we began to compare, since the start
  /// @param ended how often that came to its end
  /// @param told AT lines that it was told because of them; those of a walk through the table too
  public record CatchUpStatus(boolean hasToldAll, long begun, long ended, long told) {}
}
