package org.placeherd.node;

import org.placeherd.geo.PackedPosition;

/// Where the clients are: a quadtree over packed positions that grows where many are and shrinks
/// where they leave, so that an empty ocean and a full square both cost little.
///
/// A leaf holds its clients in a list through their records; one that gets more than
/// [#LEAF_CLIENTS] becomes four, and four that have less than half of that between them become one.
/// A client that moves within its leaf changes its own record and nothing else. One thread.
final class ClientTree {
  /// The node that covers the sphere.
  static final int ROOT = 0;

  /// The end of a leaf's clients.
  static final int NOBODY = -1;

  /// No such node.
  static final int NONE = -1;

  /// Levels below the root; a node of the last one is a single unit of [PackedPosition].
  static final int MAX_LEVEL = 32;

  /// A leaf with more is divided.
  static final int LEAF_CLIENTS = 32;

  private static final int SPARSE_CLIENTS = LEAF_CLIENTS / 2;

  // A client's record.
  private static final int LATITUDE = 0;
  private static final int LONGITUDE = 1;
  private static final int NEXT = 2;
  private static final int PREVIOUS = 3;
  private static final int HOME = 4;
  private static final int CLIENT_FIELDS = 5;

  // In HOME: the leaf's number and its level, so that a move within the leaf looks at nothing else.
  private static final int LEVEL_BITS = 6;
  private static final int LEVEL_MASK = (1 << LEVEL_BITS) - 1;

  /// When there are so many nodes leaves are divided no more: those that may still get children get
  /// four, and the number of each has to fit into HOME.
  private static final int MAX_DIVIDED_NODES = 1 << (Integer.SIZE - LEVEL_BITS - 2);

  // A node's record; a leaf has its first client where an inner node has its first child.
  private static final int PARENT = 0;
  private static final int LEVEL = 1;
  private static final int COUNT = 2;
  private static final int HEAD = 3;
  private static final int CHILDREN = 3;
  private static final int NODE_FIELDS = 7;
  private static final int INNER = 1 << LEVEL_BITS;

  private final IntRecords clients = new IntRecords(CLIENT_FIELDS);
  private final IntRecords nodes = new IntRecords(NODE_FIELDS);
  private int usedNodes;
  private int freeNode = NONE;
  private int gathered = NOBODY;

  /// Keeps the loads of [#touch] from being optimised away.
  @SuppressWarnings("UnusedVariable")
  private int touched;

  ClientTree() {
    var _ = newLeaf(NONE, 0);
  }

  /// How many clients are in the tree.
  int size() {
    return nodes.get(ROOT, COUNT);
  }

  /// Bytes that the tree takes, but for the headers of its pages.
  long bytes() {
    long fields = (long) clients.room() * CLIENT_FIELDS + (long) nodes.room() * NODE_FIELDS;
    return Integer.BYTES * fields;
  }

  /// Brings a client's record into the cache, if it has one. Changes nothing.
  void touch(int client) {
    if (client >= 0 && client < clients.room()) {
      touched += clients.get(client, HOME);
    }
  }

  /// Puts in a client that is not there.
  void add(int client, long packedPosition) {
    clients.reach(client);
    clients.set(client, LATITUDE, PackedPosition.latitudeWord(packedPosition));
    clients.set(client, LONGITUDE, PackedPosition.longitudeWord(packedPosition));
    enter(client, ROOT);
  }

  /// A client that is there has a new position.
  void move(int client, long packedPosition) {
    int[] page = clients.page(client);
    int record = clients.offset(client);
    int latitude = PackedPosition.latitudeWord(packedPosition);
    int longitude = PackedPosition.longitudeWord(packedPosition);
    int difference =
        ((page[record + LATITUDE] ^ latitude) & ~PackedPosition.INEXACT)
            | (page[record + LONGITUDE] ^ longitude);
    page[record + LATITUDE] = latitude;
    page[record + LONGITUDE] = longitude;
    int sharedLevels = Integer.numberOfLeadingZeros(difference);
    if (sharedLevels < (page[record + HOME] & LEVEL_MASK)) {
      enter(client, leave(client, sharedLevels));
    }
  }

  /// Takes a client out.
  void remove(int client) {
    var _ = leave(client, 0);
    if (size() <= SPARSE_CLIENTS) {
      merge(ROOT);
    }
  }

  /// The word of the client's latitude, as [PackedPosition] has it.
  int latitudeWord(int client) {
    return clients.get(client, LATITUDE);
  }

  /// The word of the client's longitude.
  int longitudeWord(int client) {
    return clients.get(client, LONGITUDE);
  }

  /// The client behind that one in its leaf, or [#NOBODY].
  int next(int client) {
    return clients.get(client, NEXT);
  }

  boolean isLeaf(int node) {
    return (nodes.get(node, LEVEL) & INNER) == 0;
  }

  /// The first client of a leaf, or [#NOBODY].
  int first(int leaf) {
    return nodes.get(leaf, HEAD);
  }

  /// A child of an inner node, or [#NONE].
  ///
  /// @param quarter 0 south-west, 1 south-east, 2 north-west, 3 north-east
  int child(int node, int quarter) {
    return nodes.get(node, CHILDREN + quarter) - 1;
  }

  private int level(int node) {
    return nodes.get(node, LEVEL) & LEVEL_MASK;
  }

  private int quarterOf(int client, int level) {
    int shift = MAX_LEVEL - 1 - level;
    int north = clients.get(client, LATITUDE) >>> shift & 1;
    int east = clients.get(client, LONGITUDE) >>> shift & 1;
    // The highest bit of a latitude says whether it is exact; no latitude reaches it.
    return level == 0 ? east : 2 * north + east;
  }

  /// Adds a client to the leaf that covers it.
  ///
  /// @param from a node that covers it; it does not count it yet, those above do
  private void enter(int client, int from) {
    int node = from;
    while (!isLeaf(node)) {
      nodes.add(node, COUNT, 1);
      node = childFor(client, node);
    }
    int count = nodes.add(node, COUNT, 1);
    link(client, node);
    if (count > LEAF_CLIENTS) {
      divide(node);
    }
  }

  private int childFor(int client, int node) {
    int level = level(node);
    int field = CHILDREN + quarterOf(client, level);
    int child = nodes.get(node, field) - 1;
    if (child == NONE) {
      child = newLeaf(node, level + 1);
      nodes.set(node, field, child + 1);
    }
    return child;
  }

  private void link(int client, int leaf) {
    int first = nodes.get(leaf, HEAD);
    nodes.set(leaf, HEAD, client);
    int[] page = clients.page(client);
    int record = clients.offset(client);
    page[record + NEXT] = first;
    page[record + PREVIOUS] = NOBODY;
    page[record + HOME] = leaf << LEVEL_BITS | level(leaf);
    if (first != NOBODY) {
      clients.set(first, PREVIOUS, client);
    }
  }

  private void unlink(int client, int leaf) {
    int next = clients.get(client, NEXT);
    int previous = clients.get(client, PREVIOUS);
    if (previous == NOBODY) {
      nodes.set(leaf, HEAD, next);
    } else {
      clients.set(previous, NEXT, next);
    }
    if (next != NOBODY) {
      clients.set(next, PREVIOUS, previous);
    }
  }

  /// Takes a client out of its leaf and makes one leaf of what has become sparse.
  ///
  /// @param sharedLevels down to which level the nodes cover it in future, too
  /// @return the lowest such node; those above it still count the client
  private int leave(int client, int sharedLevels) {
    int node = clients.get(client, HOME) >>> LEVEL_BITS;
    unlink(client, node);
    int sparse = NONE;
    while (level(node) > sharedLevels) {
      if (nodes.add(node, COUNT, -1) <= SPARSE_CLIENTS) {
        sparse = node;
      }
      node = nodes.get(node, PARENT);
    }
    nodes.add(node, COUNT, -1);
    if (sparse != NONE) {
      merge(sparse);
    }
    return node;
  }

  private void divide(int leaf) {
    int level = level(leaf);
    if (level == MAX_LEVEL || usedNodes >= MAX_DIVIDED_NODES) {
      return;
    }
    int client = nodes.get(leaf, HEAD);
    nodes.set(leaf, LEVEL, level | INNER);
    for (int quarter = 0; quarter < 4; quarter++) {
      nodes.set(leaf, CHILDREN + quarter, 0);
    }
    while (client != NOBODY) {
      int next = clients.get(client, NEXT);
      int child = childFor(client, leaf);
      nodes.add(child, COUNT, 1);
      link(client, child);
      client = next;
    }
    for (int quarter = 0; quarter < 4; quarter++) {
      int child = child(leaf, quarter);
      if (child != NONE && nodes.get(child, COUNT) > LEAF_CLIENTS) {
        divide(child);
      }
    }
  }

  /// Makes a leaf of a node with few clients, and nothing of one with none.
  private void merge(int node) {
    if (!isLeaf(node)) {
      gathered = NOBODY;
      gatherChildren(node);
      nodes.set(node, LEVEL, level(node));
      nodes.set(node, HEAD, NOBODY);
      int client = gathered;
      while (client != NOBODY) {
        int next = clients.get(client, NEXT);
        link(client, node);
        client = next;
      }
    }
    if (nodes.get(node, COUNT) == 0 && node != ROOT) {
      int parent = nodes.get(node, PARENT);
      int field = CHILDREN;
      while (nodes.get(parent, field) != node + 1) {
        field++;
      }
      nodes.set(parent, field, 0);
      free(node);
    }
  }

  private void gatherChildren(int node) {
    for (int quarter = 0; quarter < 4; quarter++) {
      int child = child(node, quarter);
      if (child != NONE) {
        gather(child);
        free(child);
      }
    }
  }

  private void gather(int node) {
    if (!isLeaf(node)) {
      gatherChildren(node);
      return;
    }
    int client = nodes.get(node, HEAD);
    while (client != NOBODY) {
      int next = clients.get(client, NEXT);
      clients.set(client, NEXT, gathered);
      gathered = client;
      client = next;
    }
  }

  private int newLeaf(int parent, int level) {
    int node = freeNode;
    if (node == NONE) {
      node = usedNodes++;
      nodes.reach(node);
    } else {
      freeNode = nodes.get(node, PARENT);
    }
    nodes.set(node, PARENT, parent);
    nodes.set(node, LEVEL, level);
    nodes.set(node, COUNT, 0);
    nodes.set(node, HEAD, NOBODY);
    return node;
  }

  private void free(int node) {
    nodes.set(node, PARENT, freeNode);
    freeNode = node;
  }
}
