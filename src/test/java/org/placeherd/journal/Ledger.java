package org.placeherd.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.placeherd.wire.ByteWriter;

/// What was said to a journal and what it has acknowledged, kept outside of it: each client's
/// versions count up, and the newest wins.
final class Ledger {
  private final int clients;
  private final int[] said;
  private final int[] acknowledged;

  Ledger(int clients) {
    this.clients = clients;
    this.said = new int[clients];
    this.acknowledged = new int[clients];
  }

  Ledger(Ledger other) {
    clients = other.clients;
    said = other.said.clone();
    acknowledged = other.acknowledged.clone();
  }

  /// The same, and all of `heard` is acknowledged as well: it was shown to somebody.
  Ledger shown(List<String> heard) {
    Ledger shown = new Ledger(this);
    for (String line : heard) {
      int client = client(line);
      shown.acknowledged[client] = Math.max(shown.acknowledged[client], version(line));
    }
    return shown;
  }

  /// Whether something was said that was not acknowledged.
  boolean lacksAcknowledgement() {
    return !Arrays.equals(said, acknowledged);
  }

  /// Commits the next version of each of these clients; acknowledges it if that did not fail.
  void commit(Journal journal, int... committed) throws JournalException {
    List<String> lines = new ArrayList<>();
    for (int client : committed) {
      said[client]++;
      lines.add(line(client, said[client]));
    }
    int[] versions = IntStream.of(committed).map(client -> said[client]).toArray();
    ByteWriter group = TestLines.group(lines);
    journal.commit(group);
    for (int i = 0; i < versions.length; i++) {
      acknowledged[committed[i]] = Math.max(acknowledged[committed[i]], versions[i]);
    }
  }

  /// What stands in a snapshot for these clients: their newest versions.
  ByteWriter piece(int fromClient, int toClient) {
    return TestLines.group(
        IntStream.range(fromClient, toClient)
            .filter(client -> said[client] > 0)
            .mapToObj(client -> line(client, said[client]))
            .toList());
  }

  private static String line(int client, int version) {
    return "AT A +0.0 c" + client + " +1.0-2.0 " + version;
  }

  private static int client(String line) {
    return Integer.parseInt(line, 11, line.indexOf(' ', 11), 10);
  }

  private static int version(String line) {
    return Integer.parseInt(line, line.lastIndexOf(' ') + 1, line.length(), 10);
  }

  /// What was heard is all that was acknowledged, and nothing that was never said.
  void check(List<String> heard) {
    int[] newest = new int[clients];
    for (String line : heard) {
      int client = client(line);
      int version = version(line);
      newest[client] = Math.max(newest[client], version);
      if (version > said[client] || !line.equals(line(client, version))) {
        throw new AssertionError("heard, but never said: " + line);
      }
    }
    for (int client = 0; client < clients; client++) {
      if (newest[client] < acknowledged[client]) {
        throw new AssertionError(
            "client %d: version %d was acknowledged, %d is left"
                .formatted(client, acknowledged[client], newest[client]));
      }
    }
  }
}
