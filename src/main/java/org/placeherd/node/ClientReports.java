package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Telemetry;

/// What is known of clients, for reading: their AT lines with the telemetry behind them, of one by
/// its name or of many in the order of their first reports. A line is a string with a char for each
/// byte (ISO 8859-1), without its LF. One thread, the node's.
public final class ClientReports {
  /// Most lines of one page.
  public static final int MAX_CLIENTS = 1_000;

  /// Most clients that are looked at for one page, about a millisecond: the server does nothing
  /// else meanwhile.
  public static final int MAX_EXAMINED_CLIENTS = 10_000;

  private static final int LINE_BYTES = 128;

  private final Knowledge knowledge;
  private final PositionTable table;
  private final HashKey hashKey;
  private final ByteWriter line = new ByteWriter(LINE_BYTES);

  ClientReports(Knowledge knowledge, HashKey hashKey) {
    this.knowledge = knowledge;
    this.table = knowledge.table();
    this.hashKey = hashKey;
  }

  /// Finds clients by where they are.
  public ClientsNear near() {
    return knowledge.near();
  }

  /// Tells what changes.
  public Changes changes() {
    return knowledge.changes();
  }

  /// Some of the clients.
  ///
  /// @param lines their AT lines
  /// @param next the number to go on with; [HerdNode#clients] when all have been looked at
  public record Page(List<String> lines, int next) {
    /// Copies the list.
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /// The AT line of a client; nothing if nobody has heard of it, or it was deleted.
  public Optional<String> find(byte[] name) {
    int client = number(name);
    return isThere(client) ? Optional.of(line(client)) : Optional.empty();
  }

  /// The number of a client, or [PositionTable#ABSENT].
  int number(byte[] name) {
    byte[] slack = Arrays.copyOf(name, name.length + ClientsNear.HASH_SLACK_BYTES);
    return table.find(slack, 0, name.length, hashKey.hash(slack, 0, name.length));
  }

  /// Whether there is a client of that number and it was not deleted.
  private boolean isThere(int client) {
    return client != PositionTable.ABSENT && !table.isGone(client);
  }

  /// The AT line of the client with this number, 0 … [HerdNode#clients] − 1; its GONE line if it
  /// was deleted. Numbers never change while the server runs.
  public String line(int client) {
    line.clear();
    knowledge.putWhole(line, client);
    return new String(line.array(), 0, line.size(), ISO_8859_1);
  }

  /// The telemetry of the client with this number.
  public Telemetry telemetry(int client) {
    return knowledge.telemetry().get(client);
  }

  /// Clients whose names begin with these bytes, but those that were deleted. Ends before the limit
  /// is reached where [#MAX_EXAMINED_CLIENTS] were looked at.
  ///
  /// @param from the number to begin with, 0 or more
  /// @param limit how many at most, 1 … [#MAX_CLIENTS]
  public Page page(byte[] prefix, int from, int limit) {
    List<String> lines = new ArrayList<>();
    int end = (int) Math.min(table.size(), (long) from + MAX_EXAMINED_CLIENTS);
    int client = from;
    while (client < end && lines.size() < limit) {
      if (!table.isGone(client) && beginsWith(client, prefix)) {
        lines.add(line(client));
      }
      client++;
    }
    return new Page(lines, client);
  }

  private boolean beginsWith(int client, byte[] prefix) {
    int from = table.nameFrom(client);
    int end = Math.min(table.nameTo(client), from + prefix.length);
    return Arrays.equals(table.text(client), from, end, prefix, 0, prefix.length);
  }
}
