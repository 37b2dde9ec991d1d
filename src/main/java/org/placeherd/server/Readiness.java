package org.placeherd.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.placeherd.node.NodeStatus.NeighbourStatus;
import org.placeherd.server.ServerStatus.LinkStatus;

/// Whether a server should be sent clients, or what it still waits for (reliability §1): it answers
/// at once from what it recovered, but what it missed while it was away has to be told to it first.
///
/// Each neighbour of ours whose link is up has to have told all that was lacking when its link to
/// us came up. Nobody waits for one that cannot be reached, nor for [#PATIENCE] after it could. On
/// the loop, but for what says otherwise.
final class Readiness {
  /// So long a neighbour may take: ten million reports at the rate of a catch-up. Then a server
  /// that knows little is better than none; a neighbour of an older version never says that it has
  /// ended.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private final boolean[] waits;
  private final long[] waitsSinceNanos;
  private volatile boolean httpIsOpen;
  private volatile boolean stops;

  /// @param neighbours how many there are
  /// @param nanoTime as [System#nanoTime]
  Readiness(int neighbours, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    waits = new boolean[neighbours];
    waitsSinceNanos = new long[neighbours];
  }

  /// HTTP answers, or is off. From any thread.
  void httpIsOpen() {
    httpIsOpen = true;
  }

  /// The server has begun to stop. From any thread.
  void stops() {
    stops = true;
  }

  /// To be called now and then: patience counts from the first look.
  void look(List<NeighbourStatus> neighbours, List<LinkStatus> links) {
    for (int i = 0; i < waits.length; i++) {
      boolean mustWait = !reason(neighbours.get(i), links.get(i)).isEmpty();
      if (mustWait && !waits[i]) {
        waitsSinceNanos[i] = nanoTime.getAsLong();
      }
      waits[i] = mustWait;
    }
  }

  /// What is missing, each in a few words; empty when the server is ready.
  ///
  /// @param diskIsFull whether reports are refused
  List<String> missing(
      List<NeighbourStatus> neighbours, List<LinkStatus> links, boolean diskIsFull) {
    look(neighbours, links);
    List<String> missing = new ArrayList<>();
    if (stops) {
      missing.add("it is stopping");
    }
    if (diskIsFull) {
      missing.add("the disk is full");
    }
    if (!httpIsOpen) {
      missing.add("HTTP is not open yet");
    }
    for (int i = 0; i < waits.length; i++) {
      if (waits[i] && nanoTime.getAsLong() - waitsSinceNanos[i] < PATIENCE.toNanos()) {
        missing.add(reason(neighbours.get(i), links.get(i)));
      }
    }
    return missing;
  }

  private static String reason(NeighbourStatus neighbour, LinkStatus link) {
    if (!link.isTried()) {
      return "the link to " + neighbour.name() + " has not been tried yet";
    }
    return link.isUp() && link.isOurs() && !neighbour.catchUp().hasToldAll()
        ? "the catch-up by " + neighbour.name() + " has not ended"
        : "";
  }
}
