package org.placeherd.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.placeherd.geo.Area.Overlap;
import org.placeherd.geo.Box;
import org.placeherd.geo.GreatCircle;
import org.placeherd.geo.LatLon;
import org.placeherd.geo.PackedPosition;
import org.placeherd.node.NearClients.NearClient;

/// One query's way through the tree: the nearest quarter first, and none that has nothing nearer
/// than what was found already.
final class NearSearch {
  private static final int QUARTERS = 4;

  /// Nothing of that node is wanted, or it was visited.
  private static final double DONE = Double.POSITIVE_INFINITY;

  /// More than rounding can part a distance from its haversine.
  private static final double ROUNDING = 1 + 1e-9;

  private final PositionTable table;
  private final ClientTree tree;
  private final NearQuery query;
  private final int except;
  private final long oldestNanos;
  private final double latitude;
  private final double longitude;

  // A heap, the farthest on top: the nearest clients that were found so far.
  private final double[] haversines;
  private final int[] clients;
  private int size;

  /// Only what has a smaller haversine is wanted.
  private double bound;

  private int left = ClientsNear.MAX_EXAMINED_CLIENTS;

  // For each level the smallest haversine of its four nodes, and whether they are in the area.
  private final double[] least = new double[ClientTree.MAX_LEVEL * QUARTERS];
  private final boolean[] isInside = new boolean[ClientTree.MAX_LEVEL * QUARTERS];

  // Where many are in one place its haversine is computed once.
  private int lastLatitude = PackedPosition.INEXACT;
  private int lastLongitude;
  private double lastHaversine;

  /// A search that has not begun.
  ///
  /// @param except the number of a client that is not meant, or [PositionTable#ABSENT]
  NearSearch(PositionTable table, ClientTree tree, NearQuery query, int except, long nowNanos) {
    this.table = table;
    this.tree = tree;
    this.query = query;
    this.except = except;
    latitude = query.centre().latitudeDegrees();
    longitude = query.centre().longitudeDegrees();
    oldestNanos =
        query.maxAgeNanos() == NearQuery.ANY_AGE ? Long.MIN_VALUE : nowNanos - query.maxAgeNanos();
    bound = Math.nextUp(GreatCircle.haversine(query.radiusMetres()) * ROUNDING);
    int room = Math.min(query.limit(), tree.size());
    haversines = new double[room];
    clients = new int[room];
  }

  NearClients find() {
    if (clients.length > 0) {
      visit(ClientTree.ROOT, 0, 0, 0, false);
    }
    NearClient[] nearest = new NearClient[size];
    while (size > 0) {
      nearest[size - 1] = client(clients[0]);
      dropFarthest();
    }
    return new NearClients(Arrays.asList(nearest), left >= 0);
  }

  private NearClient client(int client) {
    LatLon position = table.position(client);
    int nameFrom = table.nameFrom(client);
    return new NearClient(
        new String(table.text(client), nameFrom, table.nameTo(client) - nameFrom, UTF_8),
        client,
        position,
        GreatCircle.metres(query.centre(), position),
        GreatCircle.initialBearingDegrees(query.centre(), position),
        table.timeNanos(client),
        table.receiveNanos(client));
  }

  /// Looks at all below a node that may be wanted.
  ///
  /// @param south its southern edge, units north of the south pole
  /// @param west its western edge, units east of 180° west
  /// @param isAllInside whether all of it is in the query's area
  private void visit(int node, int level, long south, long west, boolean isAllInside) {
    if (tree.isLeaf(node)) {
      scan(node, isAllInside);
      return;
    }
    int first = level * QUARTERS;
    long side = 1L << (ClientTree.MAX_LEVEL - 1 - level);
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      least[first + quarter] =
          tree.child(node, quarter) == ClientTree.NONE
              ? DONE
              : least(
                  first + quarter,
                  south + north(quarter, side),
                  west + east(quarter, side),
                  side,
                  isAllInside);
    }
    int nearest = nearest(first);
    while (least[nearest] < bound && left >= 0) {
      least[nearest] = DONE;
      int quarter = nearest - first;
      visit(
          tree.child(node, quarter),
          level + 1,
          south + north(quarter, side),
          west + east(quarter, side),
          isInside[nearest]);
      nearest = nearest(first);
    }
  }

  private static long north(int quarter, long side) {
    return quarter >= 2 ? side : 0;
  }

  private static long east(int quarter, long side) {
    return (quarter & 1) != 0 ? side : 0;
  }

  private int nearest(int first) {
    int nearest = first;
    for (int at = first + 1; at < first + QUARTERS; at++) {
      if (least[at] < least[nearest]) {
        nearest = at;
      }
    }
    return nearest;
  }

  /// The haversine that nothing in a node falls short of, [#DONE] if the area has nothing of it.
  private double least(int at, long south, long west, long side, boolean isAllInside) {
    Box box =
        new Box(
            PackedPosition.latitudeDegrees(south),
            PackedPosition.longitudeDegrees(west),
            PackedPosition.latitudeDegrees(south + side),
            PackedPosition.longitudeDegrees(west + side));
    double haversine = GreatCircle.leastHaversine(query.centre(), box);
    isInside[at] = isAllInside;
    if (isAllInside || haversine >= bound) {
      return haversine;
    }
    Overlap overlap = query.area().overlap(box);
    isInside[at] = overlap == Overlap.ALL;
    return overlap == Overlap.NONE ? DONE : haversine;
  }

  private void scan(int leaf, boolean isAllInside) {
    int client = tree.first(leaf);
    while (client != ClientTree.NOBODY && --left >= 0) {
      int latitudeWord = tree.latitudeWord(client);
      int longitudeWord = tree.longitudeWord(client);
      if (PackedPosition.isExact(latitudeWord)) {
        examine(client, latitudeWord, longitudeWord, isAllInside);
      } else {
        LatLon position = table.position(client);
        double haversine = haversine(position.latitudeDegrees(), position.longitudeDegrees());
        keepIfWanted(
            client,
            haversine,
            isAllInside
                || query.area().contains(position.latitudeDegrees(), position.longitudeDegrees()));
      }
      client = tree.next(client);
    }
  }

  private void examine(int client, int latitudeWord, int longitudeWord, boolean isAllInside) {
    double clientLatitude = PackedPosition.latitudeDegrees(latitudeWord);
    double clientLongitude = PackedPosition.longitudeDegrees(longitudeWord);
    if (latitudeWord != lastLatitude || longitudeWord != lastLongitude) {
      lastLatitude = latitudeWord;
      lastLongitude = longitudeWord;
      lastHaversine = haversine(clientLatitude, clientLongitude);
    }
    if (lastHaversine < bound) {
      keepIfWanted(
          client,
          lastHaversine,
          isAllInside || query.area().contains(clientLatitude, clientLongitude));
    }
  }

  private double haversine(double clientLatitude, double clientLongitude) {
    return GreatCircle.haversine(latitude, longitude, clientLatitude, clientLongitude);
  }

  private void keepIfWanted(int client, double haversine, boolean isInArea) {
    if (isInArea
        && haversine < bound
        && client != except
        && GreatCircle.metres(haversine) <= query.radiusMetres()
        && isYoung(client)) {
      keep(client, haversine);
    }
  }

  private boolean isYoung(int client) {
    if (oldestNanos == Long.MIN_VALUE) {
      return true;
    }
    long time =
        switch (query.ageOf()) {
          case RECEPTION -> table.receiveNanos(client);
          case REPORT -> table.timeNanos(client);
        };
    return time >= oldestNanos;
  }

  private void keep(int client, double haversine) {
    if (size < clients.length) {
      rise(size++, client, haversine);
    } else {
      sink(client, haversine);
    }
    if (size == clients.length) {
      bound = Math.min(bound, haversines[0]);
    }
  }

  private void dropFarthest() {
    size--;
    if (size > 0) {
      sink(clients[size], haversines[size]);
    }
  }

  private void rise(int from, int client, double haversine) {
    int at = from;
    while (at > 0 && haversines[(at - 1) / 2] < haversine) {
      haversines[at] = haversines[(at - 1) / 2];
      clients[at] = clients[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    haversines[at] = haversine;
    clients[at] = client;
  }

  /// Puts a client in the place of the farthest.
  private void sink(int client, double haversine) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && haversines[child + 1] > haversines[child]) {
        child++;
      }
      if (haversines[child] <= haversine) {
        break;
      }
      haversines[at] = haversines[child];
      clients[at] = clients[child];
      at = child;
    }
    haversines[at] = haversine;
    clients[at] = client;
  }
}
