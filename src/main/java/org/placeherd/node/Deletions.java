package org.placeherd.node;

import java.util.Arrays;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.GoneLine;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Makes the lines in which this server says that a client was deleted.
final class Deletions {
  /// Whatever the limits are now, a client that is known can be deleted.
  private static final Limits ANY = new Limits(Limits.MAX_LINE_BYTES, Limits.MAX_LINE_BYTES, true);

  private final Knowledge knowledge;
  private final byte[] ownName;
  private final LineReader reader;
  private final LineBatch batch = new LineBatch();
  private final ByteWriter text = new ByteWriter(128);

  Deletions(Knowledge knowledge, byte[] ownName, HashKey hashKey) {
    this.knowledge = knowledge;
    this.ownName = ownName;
    reader = new LineReader(ANY, hashKey);
  }

  /// A deletion of the client, newer than what is known of it. Good until the next one.
  ///
  /// Its time is now by this server's clock. Where the known report has a later one, it is as much
  /// later than that as old-style servers may be off when they write the report's numbers anew. The
  /// same holds for when it was received, or the tolerance would take that away again.
  Line line(int client, long nowNanos) {
    PositionTable table = knowledge.table();
    long timeNanos = Math.max(nowNanos, behind(knowledge.order().orderTime(client)));
    long receiveNanos = Math.max(nowNanos, behind(table.receiveNanos(client)));
    text.clear();
    GoneLine.put(
        text,
        ownName,
        table.text(client),
        table.nameFrom(client),
        table.nameTo(client),
        timeNanos,
        receiveNanos);
    byte[] bytes = Arrays.copyOf(text.array(), text.size() + LineReader.SLACK_BYTES);
    batch.clear();
    var _ = reader.read(bytes, 0, text.size(), true, 0, batch);
    return batch.line(0);
  }

  private static long behind(long nanos) {
    long later = nanos + ReportOrder.REWRITTEN_NANOS;
    return later < nanos ? Long.MAX_VALUE : later;
  }
}
