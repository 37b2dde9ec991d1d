package org.placeherd.cli.bench;

import java.net.InetSocketAddress;
import java.util.List;

/// What one run is to do. The command checks the ranges; everything behind it trusts them.
///
/// @param targets the servers; connections are dealt to them in turn
/// @param udp whether a line is a datagram; its depth is 1
/// @param connections how many connections to keep open
/// @param depth how many lines a connection sends before it waits for their replies
/// @param clients how many different clients report, at most 100,000,000 (eight digits)
/// @param nameBytes length of a client's name, 16 or 20
/// @param protocol what to speak
/// @param whatsatPercent how many of a hundred lines are `WHATSAT`
/// @param radiusKilometres the radius to ask for, as it is written in the line
/// @param bound how many places to ask for
/// @param linesPerSecond the fixed rate over all connections, or 0 for flat out
/// @param spins whether a fixed rate is kept to the microsecond by spinning; otherwise the
///   generator sleeps, and lines leave up to a millisecond late
/// @param warmUpNanos how long to run before measuring
/// @param measureNanos how long to measure
/// @param serverPids processes whose CPU time is read; empty when it is not asked for
public record BenchPlan(
    List<InetSocketAddress> targets,
    boolean udp,
    int connections,
    int depth,
    int clients,
    int nameBytes,
    Protocol protocol,
    int whatsatPercent,
    String radiusKilometres,
    int bound,
    double linesPerSecond,
    boolean spins,
    long warmUpNanos,
    long measureNanos,
    List<Long> serverPids) {

  /// Whether lines leave by a schedule rather than as fast as the replies come.
  public boolean hasFixedRate() {
    return linesPerSecond > 0;
  }
}
