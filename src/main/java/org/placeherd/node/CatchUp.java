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

  private static final int CLIENT_BITS = 32;
  private static final long CLIENT_MASK = (1L << CLIENT_BITS) - 1;

  private final Knowledge knowledge;
  private final Digests digests;
  private boolean running;
  private boolean asksForAll;
  private boolean hasMoved;
  private long latestReceiveNanos;
  private int sumsToCome;
  private int answersToCome;
  private final BitSet buckets = new BitSet(Digests.FAN_OUT);
  private final BitSet leaves = new BitSet(Digests.LEAVES);
  private long[] theirs = new long[64];
  private int listed;

  /// What was found, in the order in which it is to be told: how old the report is in seconds,
  /// high, and the client, low.
  private long[] found = new long[64];

  private int foundFrom;
  private int foundTo;
  private boolean isSorted = true;

  CatchUp(Knowledge knowledge) {
    this.knowledge = knowledge;
    digests = knowledge.digests();
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

  /// How many clients were found and not told yet.
  int pending() {
    return foundTo - foundFrom;
  }

  /// Begins anew.
  ///
  /// @param latest reports received later than this are left out: they are under way still
  void start(long latest) {
    cancel();
    running = true;
    asksForAll = true;
    latestReceiveNanos = latest;
    sumsToCome = Digests.FAN_OUT;
  }

  /// Ends it, done or not.
  void cancel() {
    running = false;
    asksForAll = false;
    answersToCome = 0;
    sumsToCome = 0;
    buckets.clear();
    leaves.clear();
    foundFrom = 0;
    foundTo = 0;
    listed = 0;
  }

  /// Whether there is something to ask.
  boolean hasQuestion() {
    return running && (asksForAll || (isWaitedForNothing() && pending() == 0));
  }

  private boolean isWaitedForNothing() {
    return sumsToCome == 0 && answersToCome == 0;
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
    }
  }

  private void askBuckets(ByteWriter out) {
    int bucket = buckets.nextSetBit(0);
    for (int i = 0; i < BUCKETS_AT_A_TIME && bucket >= 0; i++) {
      CompareLine.askBucket(out, bucket);
      buckets.clear(bucket);
      answersToCome += Digests.FAN_OUT;
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
        answersToCome++;
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
    int sums = line.values(Radix64.SHORT_CHARACTERS);
    if (sums > answersToCome || line.number() + sums > Digests.LEAVES) {
      return;
    }
    hasMoved = true;
    answersToCome -= sums;
    for (int i = 0; i < sums; i++) {
      int leaf = line.number() + i;
      long theirSum = line.value(i, Radix64.SHORT_CHARACTERS);
      if (theirSum == Radix64.shortened(digests.leafSum(leaf))) {
        continue;
      }
      if (theirSum == 0) {
        findAllBut(leaf, 0);
      } else if (digests.first(leaf) != Digests.NOBODY) {
        leaves.set(leaf);
      }
    }
  }

  /// Digests of reports have come.
  void list(Line line) {
    if (answersToCome == 0) {
      return;
    }
    hasMoved = true;
    int values = line.values(Radix64.SHORT_CHARACTERS);
    if (listed + values > theirs.length) {
      theirs = Arrays.copyOf(theirs, Math.max(theirs.length * 2, listed + values));
    }
    for (int i = 0; i < values; i++) {
      theirs[listed++] = line.value(i, Radix64.SHORT_CHARACTERS);
    }
    if (listed >= line.count()) {
      answersToCome--;
      Arrays.sort(theirs, 0, listed);
      findAllBut(line.number(), listed);
      listed = 0;
    }
  }

  /// Finds the clients of the leaf whose digests are not among the first `known` of theirs.
  private void findAllBut(int leaf, int known) {
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      long digest = Radix64.shortened(knowledge.digest(c));
      if (Arrays.binarySearch(theirs, 0, known, digest) < 0) {
        find(c);
      }
    }
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
