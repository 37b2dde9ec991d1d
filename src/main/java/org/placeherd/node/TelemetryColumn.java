package org.placeherd.node;

import java.util.Arrays;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineKind;
import org.placeherd.wire.PackedTelemetry;
import org.placeherd.wire.Telemetry;

/// The telemetry of those clients that tell any, beside the [PositionTable].
///
/// It belongs to a report: the next one replaces it whole, with nothing if it has none. Costs 16
/// bytes for each of a thousand clients numbered in a row if one of them tells any, and nothing
/// where nobody does. One thread.
final class TelemetryColumn {
  private static final int PAGE_SHIFT = 10;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;
  private static final long[] NOTHING = {};

  private final PackedTelemetry packed = new PackedTelemetry();
  private long[][] pages = {};

  /// A client's report was put into the table: keeps what stands behind it, and forgets what stood
  /// behind the one before.
  void stored(int client, Line line) {
    if (line.kind() != LineKind.GONE && line.hasExtra()) {
      line.readTelemetry(packed);
      set(client);
    } else if (has(client)) {
      packed.set(0, 0);
      set(client);
    }
  }

  /// Takes on what stands behind a line if it is greater than what is known. Which of two is the
  /// greater has no meaning, but is the same on every server: so all agree in the end.
  ///
  /// @return whether it was
  boolean raise(int client, Line line) {
    if (!line.hasExtra()) {
      return false;
    }
    line.readTelemetry(packed);
    int order = Long.compare(packed.motion(), motion(client));
    if (order < 0 || (order == 0 && packed.height() <= height(client))) {
      return false;
    }
    set(client);
    return true;
  }

  private void set(int client) {
    int page = client >>> PAGE_SHIFT;
    boolean isNothing = packed.motion() == 0 && packed.height() == 0;
    if (isNothing && !has(client)) {
      return;
    }
    if (page >= pages.length) {
      int before = pages.length;
      pages = Arrays.copyOf(pages, Math.max(2 * before, page + 1));
      Arrays.fill(pages, before, pages.length, NOTHING);
    }
    if (pages[page].length == 0) {
      pages[page] = new long[2 * (PAGE_MASK + 1)];
    }
    pages[page][index(client)] = packed.motion();
    pages[page][index(client) + 1] = packed.height();
  }

  private boolean has(int client) {
    return (motion(client) | height(client)) != 0;
  }

  private long motion(int client) {
    return isPaged(client) ? pages[client >>> PAGE_SHIFT][index(client)] : 0;
  }

  private long height(int client) {
    return isPaged(client) ? pages[client >>> PAGE_SHIFT][index(client) + 1] : 0;
  }

  private boolean isPaged(int client) {
    int page = client >>> PAGE_SHIFT;
    return page < pages.length && pages[page].length > 0;
  }

  private static int index(int client) {
    return 2 * (client & PAGE_MASK);
  }

  /// The digest of the client's report with its telemetry.
  ///
  /// @param report the digest without
  long digest(int client, long report) {
    return has(client)
        ? ReportDigest.withTelemetry(report, motion(client), height(client))
        : report;
  }

  /// Appends what the client told behind the six fields of its AT line.
  void put(ByteWriter out, int client) {
    if (has(client)) {
      packed.set(motion(client), height(client));
      packed.put(out);
    }
  }

  /// What the client told.
  Telemetry get(int client) {
    packed.set(motion(client), height(client));
    return packed.telemetry();
  }
}
