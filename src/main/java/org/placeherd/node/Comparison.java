package org.placeherd.node;

import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.CompareLine;
import org.placeherd.wire.Line;
import org.placeherd.wire.Radix64;

/// Answers what another server of ours asks in order to compare what it knows with what we know
/// (reliability §1).
final class Comparison {
  private final Digests digests;
  private final Knowledge knowledge;

  Comparison(Knowledge knowledge) {
    this.knowledge = knowledge;
    digests = knowledge.digests();
  }

  /// Answers a COMPARE; its end is no question.
  void answer(Line question, ByteWriter out) {
    if (question.number() == Line.END) {
      return;
    }
    if (question.number() != Line.NO_NUMBER) {
      putLeaves(out, question.number());
    } else if (question.leaves() == 0) {
      putTop(out);
    } else {
      for (int i = 0; i < question.leaves(); i++) {
        putList(out, question.leaf(i));
      }
    }
  }

  private void putTop(ByteWriter out) {
    for (int bucket = 0; bucket < Digests.FAN_OUT; bucket++) {
      if (bucket % CompareLine.SUMS_A_TOP_LINE == 0) {
        CompareLine.beginTop(out, bucket);
      }
      Radix64.putLong(out, digests.bucketSum(bucket));
      if ((bucket + 1) % CompareLine.SUMS_A_TOP_LINE == 0) {
        out.put('\n');
      }
    }
  }

  private void putLeaves(ByteWriter out, int bucket) {
    int from = bucket * Digests.FAN_OUT;
    for (int leaf = from; leaf < from + Digests.FAN_OUT; leaf++) {
      if (leaf % CompareLine.SHORT_VALUES_A_LINE == 0) {
        CompareLine.beginLeaves(out, leaf);
      }
      Radix64.putShort(out, digests.leafSum(leaf));
      if ((leaf + 1) % CompareLine.SHORT_VALUES_A_LINE == 0) {
        out.put('\n');
      }
    }
  }

  private void putList(ByteWriter out, int leaf) {
    int count = 0;
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      count++;
    }
    CompareLine.beginList(out, leaf, count);
    int written = 0;
    for (int c = digests.first(leaf); c != Digests.NOBODY; c = digests.next(c)) {
      if (written > 0 && written % CompareLine.SHORT_VALUES_A_LINE == 0) {
        out.put('\n');
        CompareLine.beginList(out, leaf, count);
      }
      Radix64.putShort(out, knowledge.digest(c));
      written++;
    }
    out.put('\n');
  }
}
