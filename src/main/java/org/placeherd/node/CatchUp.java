package org.placeherd.node;

import java.util.Arrays;
import java.util.BitSet;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CompareLine;
import org.placeherd.wire.Line;
import org.placeherd.wire.Radix64;

/// Finds out what one neighbour of ours lacks, by comparing sums, and has it told (reliability §1).
///
/// It asks for the sums of all buckets, then, some buckets at a time, for the leaves of those that
/// differ, then for what is in leaves that differ. Clients whose reports the neighbour has not are
/// found, newest first. It asks on only when all that was found so far has been told, so the
/// neighbour sets the pace, and little is remembered.
final class CatchUp {
  /// Buckets that are asked for at a time: few enough that the answers fit a socket's buffer and
  /// little has to be sorted at once, enough that some thirty round trips do for all.
  private static final int BUCKETS_AT_A_TIME = 16;

  private static final int NO_LEAF = -1;
  private static final int CLIENT_BITS = 32;
  private static final long CLIENT_MASK = (1L << CLIENT_BITS) - 1;

  private final Knowledge knowledge;
  private final Digests digests;
  private boolean running;
  private boolean asksForAll;
  private boolean hasMoved;
  private long latestReceiveNanos;
  private int sumsToCome;

  /// Buckets, and leaves, that differ and were not asked for yet.
  private final BitSet buckets = new BitSet(Digests.FAN_OUT);

  private final BitSet leaves = new BitSet(Digests.LEAVES);

  /// Leaves that were asked for, their sums or what is in them. What a neighbour says of others is
  /// not heard.
  private final BitSet awaited = new BitSet();

  private final LeafComparison comparison;

  /// The leaf whose list has begun and not ended, and how many values of it have come.
  private int listed = NO_LEAF;

  private int values;

  /// What was found, in the order in which it is to be told: how old the report is in seconds,
  /// high, and the client, low.
  private long[] found = new long[64];

  private int foundFrom;
  private int foundTo;
  private long begun;
  private long ended;
  private boolean isSorted = true;

  /// How many clients this comparison has found, or the last one if none is under way.
  private long foundInAll;

  CatchUp(Knowledge knowledge) {
    this.knowledge = knowledge;
    digests = knowledge.digests();
    comparison = new LeafComparison(knowledge);
  }

  boolean isRunning() {
    return running;
  }

  /// Whether it runs and has moved since this was asked before: an answer came, or a client was
  /// told.
  boolean isMoving() {
    boolean moving = running && hasMoved;
    hasMoved = false;
    return moving;
  }

  /// Reports received later than this are left out.
  long latestReceiveNanos() {
    return latestReceiveNanos;
  }

  /// How many clients were found and not told yet.
  int pending() {
    return foundTo - foundFrom;
  }

  /// Begins anew.
  ///
  /// @param latest reports received later than this are left out: they are under way still
  void start(long latest) {
    cancel();
    foundInAll = 0;
    begun++;
    running = true;
    asksForAll = true;
    latestReceiveNanos = latest;
    sumsToCome = Digests.FAN_OUT;
  }

  /// Ends it, done or not.
  void cancel() {
    running = false;
    asksForAll = false;
    awaited.clear();
    sumsToCome = 0;
    buckets.clear();
    leaves.clear();
    foundFrom = 0;
    foundTo = 0;
    listed = NO_LEAF;
    comparison.end();
  }

  /// Whether there is something to ask.
  boolean hasQuestion() {
    return running && (asksForAll || (isWaitedForNothing() && pending() == 0));
  }

  private boolean isWaitedForNothing() {
    return sumsToCome == 0 && awaited.isEmpty();
  }

  /// Writes the next questions; or ends it, when there are none.
  void ask(ByteWriter out) {
    if (asksForAll) {
      asksForAll = false;
      CompareLine.askAll(out);
    } else if (!leaves.isEmpty()) {
      askLeaves(out);
    } else if (!buckets.isEmpty()) {
      askBuckets(out);
    } else {
      running = false;
      ended++;
    }
  }

  /// How often it was begun.
  long begun() {
    return begun;
  }

  /// How often it came to its end.
  long ended() {
    return ended;
  }

  private void askBuckets(ByteWriter out) {
    int bucket = buckets.nextSetBit(0);
    for (int i = 0; i < BUCKETS_AT_A_TIME && bucket >= 0; i++) {
      CompareLine.askBucket(out, bucket);
      buckets.clear(bucket);
      awaited.set(bucket * Digests.FAN_OUT, (bucket + 1) * Digests.FAN_OUT);
      bucket = buckets.nextSetBit(bucket);
    }
  }

  private void askLeaves(ByteWriter out) {
    int leaf = leaves.nextSetBit(0);
    while (leaf >= 0) {
      CompareLine.beginQuestion(out);
      for (int i = 0; i < CompareLine.LEAVES_A_QUESTION && leaf >= 0; i++) {
        CompareLine.putLeaf(out, leaf);
        leaves.clear(leaf);
        awaited.set(leaf);
        leaf = leaves.nextSetBit(leaf);
      }
      out.put('\n');
    }
  }

  /// Sums of buckets have come.
  void top(Line line) {
    int sums = line.values(Radix64.LONG_CHARACTERS);
    if (sums > sumsToCome || line.number() + sums > Digests.FAN_OUT) {
      return; // not what was asked for
    }
    hasMoved = true;
    sumsToCome -= sums;
    for (int i = 0; i < sums; i++) {
      int bucket = line.number() + i;
      if (line.value(i, Radix64.LONG_CHARACTERS) != digests.bucketSum(bucket)) {
        buckets.set(bucket);
      }
    }
  }

  /// Sums of leaves have come.
  void leaves(Line line) {
    int from = line.number();
    int sums = line.values(Radix64.SHORT_CHARACTERS);
    if (from + sums > Digests.LEAVES || awaited.nextClearBit(from) < from + sums) {
      return;
    }
    hasMoved = true;
    awaited.clear(from, from + sums);
    for (int i = 0; i < sums; i++) {
      int leaf = from + i;
      long theirSum = line.value(i, Radix64.SHORT_CHARACTERS);
      if (theirSum == Radix64.shortened(digests.leafSum(leaf))) {
        continue;
      }
      if (theirSum == 0) {
        findAll(leaf);
      } else if (digests.first(leaf) != Digests.NOBODY) {
        leaves.set(leaf);
      }
    }
  }

  /// Digests of reports have come.
  void list(Line line) {
    int leaf = line.number();
    boolean begins = listed == NO_LEAF;
    if (begins ? !awaited.get(leaf) : leaf != listed) {
      return;
    }
    if (begins) {
      listed = leaf;
      values = 0;
      comparison.begin(leaf);
    }
    hasMoved = true;
    int more = line.values(Radix64.SHORT_CHARACTERS);
    for (int i = 0; i < more; i++) {
      comparison.theyHave(line.value(i, Radix64.SHORT_CHARACTERS));
    }
    values += more;
    if (values >= line.count()) {
      awaited.clear(leaf);
      listed = NO_LEAF;
      findAllThatTheyLack(leaf);
    }
  }

  private void findAll(int leaf) {
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      find(c);
    }
  }

  private void findAllThatTheyLack(int leaf) {
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      if (comparison.isLacked(c)) {
        find(c);
      }
    }
    comparison.end();
  }

  private void find(int client) {
    long receiveNanos = knowledge.table().receiveNanos(client);
    if (receiveNanos > latestReceiveNanos) {
      return;
    }
    if (foundFrom == foundTo) {
      foundFrom = 0;
      foundTo = 0;
    }
    if (foundTo == found.length) {
      found = Arrays.copyOf(found, foundTo * 2);
    }
    // Seconds since 1970 take 31 bits until 2038 and fit 32 signed ones, negated, until 2262.
    found[foundTo++] = -(receiveNanos >> 30) << CLIENT_BITS | client;
    isSorted = false;
    foundInAll++;
  }

  /// Whether the comparison that was begun last has found anybody.
  boolean hasFound() {
    return foundInAll > 0;
  }

  /// Takes the next client that the neighbour is to be told of, or [ClientSet#NOBODY].
  int take() {
    if (foundFrom == foundTo) {
      return ClientSet.NOBODY;
    }
    hasMoved = true;
    if (!isSorted) {
      Arrays.sort(found, foundFrom, foundTo);
      isSorted = true;
    }
    return (int) (found[foundFrom++] & CLIENT_MASK);
  }
}
