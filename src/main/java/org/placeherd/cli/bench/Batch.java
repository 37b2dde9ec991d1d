package org.placeherd.cli.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The lines one connection sends at once, in one buffer that is patched for each sending.
///
/// A connection has its own range of clients and takes them in turn. The buffer may be patched
/// again once every reply has come, for then every byte has left. One thread.
final class Batch {
  private final LineShape report;
  private final LineShape query;
  private final int depth;
  private final int whatsatPercent;
  private final int firstClient;
  private final int clients;
  private final ByteBuffer bytes;
  private final boolean[] queries;
  private final ByteBuffer time = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
  private int nextClient;
  private long random;

  /// @param firstClient the first client of this connection's range
  /// @param clients how many clients are in the range, at least one
  Batch(BenchPlan plan, int firstClient, int clients) {
    report = LineShape.report(plan.protocol(), plan.nameBytes());
    query = LineShape.query(plan.nameBytes(), plan.radiusKilometres(), plan.bound());
    depth = plan.depth();
    whatsatPercent = plan.whatsatPercent();
    this.firstClient = firstClient;
    this.clients = clients;
    bytes = Digits.directBuffer(depth * Math.max(report.text.length, query.text.length));
    queries = new boolean[depth];
    random = 0x9E3779B97F4A7C15L * (firstClient + 1L);
    layOutReports();
  }

  private void layOutReports() {
    for (int line = 0; line < depth; line++) {
      bytes.put(line * report.text.length, report.text);
    }
  }

  /// How many batches it takes until every client of the range has reported once.
  int batchesToIntroduceAll() {
    return Math.ceilDiv(clients, depth);
  }

  /// Makes the next batch, all reports, and returns the buffer to send.
  ByteBuffer fillWithReports(long epochNanos) {
    Digits.putTime(time, 0, epochNanos);
    int length = report.text.length;
    for (int line = 0, at = 0; line < depth; line++, at += length) {
      patchReport(at, takeTurn());
    }
    return bytes.limit(depth * length).position(0);
  }

  /// Makes the next batch in the planned mix and returns the buffer to send. Clients asked about
  /// have reported before on this very connection, so the server knows them.
  ByteBuffer fill(long epochNanos) {
    return whatsatPercent == 0 ? fillWithReports(epochNanos) : fillWithMix(epochNanos);
  }

  private ByteBuffer fillWithMix(long epochNanos) {
    Digits.putTime(time, 0, epochNanos);
    bytes.clear(); // The last batch may have been shorter.
    int at = 0;
    for (int line = 0; line < depth; line++) {
      boolean isQuery = nextRandom(100) < whatsatPercent;
      queries[line] = isQuery;
      LineShape shape = isQuery ? query : report;
      bytes.put(at, shape.text);
      if (isQuery) {
        Digits.putEight(bytes, at + query.clientAt, firstClient + nextRandom(clients));
      } else {
        patchReport(at, takeTurn());
      }
      at += shape.text.length;
    }
    return bytes.limit(at).position(0);
  }

  /// Whether a line of the batch last made is a `WHATSAT`; `line` may lie beyond the batch.
  boolean isQuery(int line) {
    return line < queries.length && queries[line];
  }

  private void patchReport(int at, int client) {
    Digits.putEight(bytes, at + report.clientAt, client);
    Digits.putFour(bytes, at + report.latitudeAt, nextRandom(10_000));
    Digits.putFour(bytes, at + report.longitudeAt, nextRandom(10_000));
    if (report.timeAt != LineShape.NOWHERE) {
      bytes.putLong(at + report.timeAt, time.getLong(0));
      bytes.putLong(at + report.timeAt + 8, time.getLong(8));
      bytes.putInt(at + report.timeAt + 16, time.getInt(16));
    }
  }

  private int takeTurn() {
    int client = firstClient + nextClient;
    nextClient = nextClient + 1 == clients ? 0 : nextClient + 1;
    return client;
  }

  /// Knuth's MMIX generator; its high bits are good enough to wander about with.
  private int nextRandom(int bound) {
    random = random * 6364136223846793005L + 1442695040888963407L;
    return (int) (((random >>> 33) * bound) >>> 31);
  }
}
