package org.placeherd.node;

import java.util.Arrays;

/// What a server knows, in sums: two levels of 256, kept up with every update in constant time
/// (reliability §1).
///
/// Every client belongs to one of 65,536 leaves for ever, by its name alone; a leaf has the sum of
/// the digests of its clients' reports, and 256 leaves are a bucket. Two servers with equal sums
/// know the same. Costs four bytes a client, and up to 768 KiB.
final class Digests {
  /// Buckets, and leaves in each.
  static final int FAN_OUT = 256;

  /// All leaves.
  static final int LEAVES = FAN_OUT * FAN_OUT;

  private static final long LEAF_MASK = LEAVES - 1;

  /// The end of a leaf's clients.
  static final int NOBODY = -1;

  private static final long[] NO_SUMS = {};
  private static final int[] NO_CLIENTS = {};
  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  private final long[][] sums = new long[FAN_OUT][];
  private final int[][] first = new int[FAN_OUT][];
  private int[][] next = new int[4][];

  Digests() {
    Arrays.fill(sums, NO_SUMS);
    Arrays.fill(first, NO_CLIENTS);
    Arrays.fill(next, NO_CLIENTS);
  }

  /// The leaf of a client.
  ///
  /// @param name digest of its name
  static int leafOf(long name) {
    return (int) (name >>> 48);
  }

  /// A report's digest, in whose lowest bits its client's leaf stands: what is kept with a client.
  static long withLeaf(long digest, int leaf) {
    return (digest & ~LEAF_MASK) | leaf;
  }

  /// The leaf in such a digest.
  static int leafIn(long digest) {
    return (int) (digest & LEAF_MASK);
  }

  /// A client is there for the first time; clients come in the order of their numbers.
  void add(int client, int leaf) {
    int bucket = leaf >>> 8;
    if (sums[bucket].length == 0) {
      sums[bucket] = new long[FAN_OUT];
      first[bucket] = new int[FAN_OUT];
      Arrays.fill(first[bucket], NOBODY);
    }
    int page = client >>> PAGE_SHIFT;
    if (page == next.length) {
      next = Arrays.copyOf(next, page * 2);
      Arrays.fill(next, page, next.length, NO_CLIENTS);
    }
    if (next[page].length == 0) {
      next[page] = new int[PAGE_MASK + 1];
    }
    next[page][client & PAGE_MASK] = first[bucket][leaf & 0xFF];
    first[bucket][leaf & 0xFF] = client;
  }

  /// The digest of a client of the leaf has changed.
  ///
  /// @param difference the new digest less the old one
  void change(int leaf, long difference) {
    sums[leaf >>> 8][leaf & 0xFF] += difference;
  }

  /// The sum of a leaf; 0 if it is empty.
  long leafSum(int leaf) {
    long[] leaves = sums[leaf >>> 8];
    return leaves.length == 0 ? 0 : leaves[leaf & 0xFF];
  }

  /// The sum of a bucket; 0 if it is empty.
  ///
  /// Each leaf is spread first, or differences in two leaves could cancel each other.
  long bucketSum(int bucket) {
    long sum = 0;
    int leaf = bucket << 8;
    for (long of : sums[bucket]) {
      sum += of * (2L * leaf + 1);
      leaf++;
    }
    return sum;
  }

  /// The first client of a leaf, or [#NOBODY].
  int first(int leaf) {
    int[] clients = first[leaf >>> 8];
    return clients.length == 0 ? NOBODY : clients[leaf & 0xFF];
  }

  /// The client behind that one in its leaf, or [#NOBODY].
  int next(int client) {
    return next[client >>> PAGE_SHIFT][client & PAGE_MASK];
  }
}
