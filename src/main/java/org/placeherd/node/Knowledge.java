package org.placeherd.node;

import java.util.Optional;
import org.placeherd.geo.LatLon;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.GoneLine;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineKind;

/// All that a server knows of clients: the table of reports, the servers that they name, the order
/// in which one replaces another, their telemetry, the digests of it all, and where clients are,
/// kept in step.
final class Knowledge {
  private final PositionTable table = new PositionTable();
  private final ServerNames servers = new ServerNames();
  private final TelemetryColumn telemetry = new TelemetryColumn();
  private final Digests digests = new Digests();
  private final ReportOrder order;
  private final ClientsNear near;
  private final ClientReports reports;
  private final Changes changes;

  /// How many of the clients were deleted.
  private int gone;

  Knowledge(long toleranceNanos, HashKey hashKey) {
    order = new ReportOrder(table, servers, toleranceNanos);
    near = new ClientsNear(table, hashKey);
    reports = new ClientReports(this, hashKey);
    changes = new Changes(table, reports);
  }

  PositionTable table() {
    return table;
  }

  ServerNames servers() {
    return servers;
  }

  TelemetryColumn telemetry() {
    return telemetry;
  }

  Digests digests() {
    return digests;
  }

  ReportOrder order() {
    return order;
  }

  ClientsNear near() {
    return near;
  }

  ClientReports reports() {
    return reports;
  }

  Changes changes() {
    return changes;
  }

  /// Brings what a batch will look at into the cache. Changes nothing.
  void touch(LineBatch batch) {
    table.touch(batch);
    near.touch(batch.size());
  }

  /// How many clients were deleted and have not reported since.
  int gone() {
    return gone;
  }

  /// Keeps a report, or a deletion.
  ///
  /// @param known the client's number, or [PositionTable#ABSENT]
  /// @return the client's number
  int store(Line line, int server, long receiveNanos, byte[] delta, int known) {
    if (!changes.areTold()) {
      return keep(line, server, receiveNanos, delta, known);
    }
    Optional<LatLon> before = changes.before(known);
    int client = keep(line, server, receiveNanos, delta, known);
    changes.changed(client, before);
    return client;
  }

  private int keep(Line line, int server, long receiveNanos, byte[] delta, int known) {
    if (known == PositionTable.ABSENT) {
      int client = table.add(line, server, receiveNanos, delta);
      telemetry.stored(client, line);
      gone += line.kind() == LineKind.GONE ? 1 : 0;
      int leaf = Digests.leafOf(table.nameDigest(client));
      digests.add(client, leaf);
      digests.change(leaf, keepDigest(client, leaf, line));
      changed(client, line, true);
      return client;
    }
    long before = table.digest(known);
    boolean wasGone = table.isGone(known);
    gone += (line.kind() == LineKind.GONE ? 1 : 0) - (wasGone ? 1 : 0);
    int leaf = Digests.leafIn(before);
    table.replace(known, line, server, receiveNanos, delta);
    telemetry.stored(known, line);
    digests.change(leaf, keepDigest(known, leaf, line) - before);
    changed(known, line, wasGone);
    return known;
  }

  /// Takes on the telemetry of a line whose report is the one that is known, if it is greater: a
  /// server in between, of another make, may have let it fall.
  ///
  /// @return whether it was
  boolean complete(int client, Line line) {
    if (line.kind() == LineKind.GONE || !telemetry.raise(client, line)) {
      return false;
    }
    long before = table.digest(client);
    int leaf = Digests.leafIn(before);
    digests.change(leaf, keepDigest(client, leaf, line) - before);
    if (changes.areTold()) {
      changes.changed(client, changes.before(client));
    }
    return true;
  }

  /// @param wasAway whether the client was not known, or deleted
  private void changed(int client, Line line, boolean wasAway) {
    if (line.kind() == LineKind.GONE) {
      near.gone(client, wasAway);
    } else {
      near.stored(client, line, wasAway);
    }
  }

  /// Reads the text where it stands in the line: what was just written to the table in other steps
  /// is slow to read back.
  private long keepDigest(int client, int leaf, Line line) {
    long text =
        line.isTailTogether()
            ? ReportDigest.of(line.bytes(), line.clientFrom(), line.timeTo())
            : table.textDigest(client);
    long server = servers.digest(table.server(client));
    long report =
        ReportDigest.ofReport(text, server, table.receiveNanos(client), table.deltaDigest(client));
    long digest = Digests.withLeaf(telemetry.digest(client, report), leaf);
    table.keepDigest(client, digest);
    return digest;
  }

  /// The digest of the client's report.
  long digest(int client) {
    return table.digest(client);
  }

  /// Appends the six fields of the client's AT line, or its GONE line if it was deleted, without
  /// LF.
  void putAt(ByteWriter out, int client) {
    int server = table.server(client);
    byte[] prefix =
        table.isGone(client) ? GoneLine.prefix(servers.name(server)) : servers.prefix(server);
    table.putAt(out, prefix, client);
  }

  /// Appends the client's AT line with its telemetry behind the six fields: what the journal keeps
  /// and servers of ours are told.
  void putWhole(ByteWriter out, int client) {
    putAt(out, client);
    telemetry.put(out, client);
  }
}
