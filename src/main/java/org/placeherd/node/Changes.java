package org.placeherd.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.placeherd.geo.LatLon;

/// Tells a listener what changes in the table, while there is one; else it costs a report one test.
/// One thread, the node's.
public final class Changes {
  private final PositionTable table;
  private final ClientReports reports;
  private @Nullable Listener listener;

  Changes(PositionTable table, ClientReports reports) {
    this.table = table;
    this.reports = reports;
  }

  /// Hears of each change, in order. Must not call back into the node.
  @FunctionalInterface
  public interface Listener {
    /// A client's newer report, or its deletion, is in the table; it is not saved yet.
    ///
    /// @param client its number, as [ClientReports#line] takes it
    /// @param line its AT line, or GONE line, as [ClientReports#line] gives it
    /// @param before where the client was; nothing if it is new or was deleted
    void changed(int client, String line, Optional<LatLon> before);
  }

  /// Tells this listener from now on, and no other.
  public void tell(Listener who) {
    listener = who;
  }

  /// Tells nobody from now on.
  public void tellNobody() {
    listener = null;
  }

  boolean areTold() {
    return listener != null;
  }

  /// Where a client is before it changes.
  ///
  /// @param client its number, or [PositionTable#ABSENT]
  Optional<LatLon> before(int client) {
    return client == PositionTable.ABSENT || table.isGone(client)
        ? Optional.empty()
        : Optional.of(table.position(client));
  }

  void changed(int client, Optional<LatLon> before) {
    if (listener != null) {
      listener.changed(client, reports.line(client), before);
    }
  }
}
