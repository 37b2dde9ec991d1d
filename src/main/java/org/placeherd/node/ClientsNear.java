package org.placeherd.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import org.placeherd.geo.PackedPosition;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Line;

/// Finds clients by where they are.
///
/// Costs nothing until the first query. That one puts all clients into the [ClientTree], and from
/// then on every report keeps it up. Whoever does not want the first query to make the node wait
/// calls [#prepare] before, a little at a time. One thread, the node's.
public final class ClientsNear {
  /// Most clients that one query looks at, some tens of milliseconds. Only queries that pass over
  /// very many clients, too old or outside a thin area, come near it.
  public static final int MAX_EXAMINED_CLIENTS = 200_000;

  /// Bytes that must follow a name that is hashed.
  static final int HASH_SLACK_BYTES = Long.BYTES;

  private final PositionTable table;
  private final HashKey hashKey;
  private final ClientTree tree = new ClientTree();
  private boolean isWanted;

  /// Clients with smaller numbers are in the tree, if they were not deleted.
  private int prepared;

  ClientsNear(PositionTable table, HashKey hashKey) {
    this.table = table;
    this.hashKey = hashKey;
  }

  /// Brings what the moves of a batch will look at into the cache, all misses under way at once.
  /// The table has been touched.
  void touch(int lines) {
    if (isWanted) {
      for (int i = 0; i < lines; i++) {
        tree.touch(table.touched(i));
      }
    }
  }

  /// A client's report is in the table.
  ///
  /// @param wasAway whether the client was not known before, or deleted
  void stored(int client, Line line, boolean wasAway) {
    if (!isWanted || client > prepared) {
      return;
    }
    long position = packed(line.bytes(), line.positionFrom(), line.positionTo());
    if (client == prepared) {
      prepared++;
      tree.add(client, position);
    } else if (wasAway) {
      tree.add(client, position);
    } else {
      tree.move(client, position);
    }
  }

  /// A client was deleted.
  ///
  /// @param wasAway whether it was not known before, or deleted already
  void gone(int client, boolean wasAway) {
    if (!isWanted || client > prepared) {
      return;
    }
    if (client == prepared) {
      prepared++;
    } else if (!wasAway) {
      tree.remove(client);
    }
  }

  private static long packed(byte[] bytes, int from, int to) {
    return PackedPosition.parse(bytes, from, to);
  }

  /// Puts up to so many clients into the tree that are not there yet; about 200 ns each.
  ///
  /// @return whether all are there now, so that a query can be answered at once
  public boolean prepare(int atMost) {
    isWanted = true;
    int end = (int) Math.min(table.size(), (long) prepared + atMost);
    for (; prepared < end; prepared++) {
      if (!table.isGone(prepared)) {
        tree.add(
            prepared,
            packed(table.text(prepared), table.positionFrom(prepared), table.positionTo(prepared)));
      }
    }
    return end == table.size();
  }

  /// The clients that a query asks for. The first call prepares what is not prepared yet.
  ///
  /// @param nowNanos the time from which ages count, nanoseconds since 1970
  public NearClients find(NearQuery query, long nowNanos) {
    var _ = prepare(Integer.MAX_VALUE);
    int except =
        query.except().map(client -> number(client.getBytes(UTF_8))).orElse(PositionTable.ABSENT);
    return new NearSearch(table, tree, query, except, nowNanos).find();
  }

  /// The clients that are near a client, itself not among them. The query's centre is not looked
  /// at.
  ///
  /// @return nothing if nobody has heard of that client, or it was deleted
  public Optional<NearClients> findAround(String client, NearQuery query, long nowNanos) {
    return findAround(client.getBytes(UTF_8), query, nowNanos);
  }

  /// The same around a client whose name may be no UTF-8.
  public Optional<NearClients> findAround(byte[] client, NearQuery query, long nowNanos) {
    var _ = prepare(Integer.MAX_VALUE);
    int number = number(client);
    if (number == PositionTable.ABSENT || table.isGone(number)) {
      return Optional.empty();
    }
    NearQuery around = query.around(table.position(number));
    return Optional.of(new NearSearch(table, tree, around, number, nowNanos).find());
  }

  private int number(byte[] name) {
    byte[] slack = Arrays.copyOf(name, name.length + HASH_SLACK_BYTES);
    return table.find(slack, 0, name.length, hashKey.hash(slack, 0, name.length));
  }

  /// Bytes that the tree takes.
  long bytes() {
    return tree.bytes();
  }
}
