package org.placeherd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lines that servers of ours add to the old protocol are read as they are written.
class CompareGrammarTest {
  private static Line read(String text) {
    byte[] bytes = (text + "\n").getBytes(ISO_8859_1);
    byte[] input = Arrays.copyOf(bytes, bytes.length + LineReader.SLACK_BYTES);
    LineBatch batch = new LineBatch();
    new LineReader(Limits.DEFAULT, new HashKey(1, 2)).read(input, 0, bytes.length, true, 1, batch);
    assertThat(batch.size()).isEqualTo(1);
    return batch.line(0);
  }

  private static String written(Consumer<ByteWriter> writer) {
    ByteWriter out = new ByteWriter(16);
    writer.accept(out);
    return out.toString().stripTrailing();
  }

  @Test
  void aQuestionNamesNothingABucketOrLeaves() {
    Line all = read(written(CompareLine::askAll));
    assertThat(all.kind()).isEqualTo(LineKind.COMPARE);
    assertThat(all.number()).isEqualTo(Line.NO_NUMBER);
    assertThat(all.leaves()).isZero();

    Line bucket = read(written(out -> CompareLine.askBucket(out, 0xA7)));
    assertThat(bucket.kind()).isEqualTo(LineKind.COMPARE);
    assertThat(bucket.number()).isEqualTo(0xA7);

    Line leaves =
        read(
            written(out -> {
              CompareLine.beginQuestion(out);
              CompareLine.putLeaf(out, 0);
              CompareLine.putLeaf(out, 0xFFFE);
            }));
    assertThat(leaves.number()).isEqualTo(Line.NO_NUMBER);
    assertThat(leaves.leaves()).isEqualTo(2);
    assertThat(leaves.leaf(0)).isZero();
    assertThat(leaves.leaf(1)).isEqualTo(0xFFFE);
  }

  @Test
  void theEndIsNoQuestion() {
    Line end = read(written(CompareLine::putEnd));
    assertThat(end.kind()).isEqualTo(LineKind.COMPARE);
    assertThat(end.number()).isEqualTo(Line.END);
    assertThat(read("COMPARE End").kind()).isEqualTo(LineKind.INVALID);
    assertThat(read("COMPARE end 00").kind()).isEqualTo(LineKind.INVALID);
  }

  @Test
  void noLeafIsAskedForTwiceInALineNorMoreThanSoMany() {
    String leaves = LongStream.range(0, 32).mapToObj("%04x"::formatted).collect(joining());
    assertThat(read("COMPARE " + leaves).kind()).isEqualTo(LineKind.COMPARE);
    assertThat(read("COMPARE " + leaves + "0020").kind()).isEqualTo(LineKind.INVALID);
    assertThat(read("COMPARE 00070007").kind()).isEqualTo(LineKind.INVALID);
    assertThat(read("COMPARE 00080007").kind()).isEqualTo(LineKind.INVALID);
  }

  @Test
  void oneQuestionIsAnsweredBeforeTheNextIsRead() {
    byte[] bytes = "GRAFT\nCOMPARE 0007\nCOMPARE 0008\n".getBytes(ISO_8859_1);
    byte[] input = Arrays.copyOf(bytes, bytes.length + LineReader.SLACK_BYTES);
    LineBatch batch = new LineBatch();
    LineReader reader = new LineReader(Limits.DEFAULT, new HashKey(1, 2));
    int next = reader.read(input, 0, bytes.length, true, 1, batch);
    assertThat(next).isEqualTo("GRAFT\nCOMPARE 0007\n".length());
    assertThat(batch.size()).isEqualTo(2);
  }

  @Test
  void sumsComeAsTheyWere() {
    long[] sums = {0, -1, Long.MIN_VALUE, 0x0123456789ABCDEFL};
    Line top =
        read(
            written(out -> {
              CompareLine.beginTop(out, 0xC0);
              LongStream.of(sums).forEach(sum -> Radix64.putLong(out, sum));
            }));
    assertThat(top.kind()).isEqualTo(LineKind.TOP);
    assertThat(top.number()).isEqualTo(0xC0);
    assertThat(top.values(Radix64.LONG_CHARACTERS)).isEqualTo(4);
    for (int i = 0; i < sums.length; i++) {
      assertThat(top.value(i, Radix64.LONG_CHARACTERS)).isEqualTo(sums[i]);
    }

    Line leaves =
        read(
            written(out -> {
              CompareLine.beginLeaves(out, 0xC0FE);
              LongStream.of(sums).forEach(sum -> Radix64.putShort(out, sum));
            }));
    assertThat(leaves.kind()).isEqualTo(LineKind.LEAVES);
    assertThat(leaves.number()).isEqualTo(0xC0FE);
    for (int i = 0; i < sums.length; i++) {
      assertThat(leaves.value(i, Radix64.SHORT_CHARACTERS)).isEqualTo(sums[i] >>> 28);
    }
  }

  @Test
  void aListSaysHowManyThereAre() {
    Line list =
        read(
            written(out -> {
              CompareLine.beginList(out, 1, 1_234);
              Radix64.putShort(out, -1);
            }));
    assertThat(list.kind()).isEqualTo(LineKind.LIST);
    assertThat(list.number()).isEqualTo(1);
    assertThat(list.count()).isEqualTo(1_234);
    assertThat(list.values(Radix64.SHORT_CHARACTERS)).isEqualTo(1);
    Line empty = read(written(out -> CompareLine.beginList(out, 1, 0)));
    assertThat(empty.kind()).isEqualTo(LineKind.LIST);
    assertThat(empty.values(Radix64.SHORT_CHARACTERS)).isZero();
  }

  @Test
  void wordAndGraftNameAClient() {
    byte[] kiwi = "kiwi".getBytes(ISO_8859_1);
    Line have = read(written(out -> TreeLine.putHave(out, kiwi, 0, 4, 1_479_413_884L, 7)));
    assertThat(have.kind()).isEqualTo(LineKind.HAVE);
    assertThat(ReadLines.field(have, have.clientFrom(), have.clientTo())).isEqualTo("kiwi");
    assertThat(have.value(0, Radix64.LONG_CHARACTERS)).isEqualTo(1_479_413_884L);
    assertThat(have.value(1, Radix64.LONG_CHARACTERS)).isEqualTo(7);

    Line graft = read(written(out -> TreeLine.putGraft(out, kiwi)));
    assertThat(graft.kind()).isEqualTo(LineKind.GRAFT);
    assertThat(graft.namesClient()).isTrue();
    assertThat(graft.hash()).isEqualTo(have.hash());
    assertThat(read(written(TreeLine::putGraft)).namesClient()).isFalse();
    assertThat(read(written(TreeLine::putPrune)).kind()).isEqualTo(LineKind.PRUNE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMPARE 1",
        "COMPARE AB",
        "COMPARE 12345",
        "COMPARE 00zz",
        "COMPARE 00 00",
        "TOP 00",
        "TOP 0 AAAAAAAAAAA",
        "TOP 00 AAAAAAAAAA",
        "TOP 00 AAAAAAAAAA+",
        "LEAVES 00 AAAAAA",
        "LEAVES 0000 AAAAA",
        "LIST 0000",
        "LIST 0000 x",
        "LIST 0000 123456789",
        "LIST 0000 1 AAAAA",
        "LIST 0000 1 AAAAA\u00ff",
        "HAVE kiwi",
        "HAVE kiwi AAAAAAAAAAA",
        "HAVE kiwi AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "GRAFT a b",
        "PRUNE kiwi",
        "prune"
      })
  void whatIsNotWellFormedIsInvalid(String text) {
    assertThat(read(text).kind()).isEqualTo(LineKind.INVALID);
  }

  @Test
  void aPeersLineThatNamesAClientMayBeAsLongAsItsReport() {
    String name = "n".repeat(1_500);
    assertThat(read("HAVE " + name + " AAAAAAAAAAAAAAAAAAAAAA").kind()).isEqualTo(LineKind.HAVE);
    assertThat(read("GRAFT " + name).kind()).isEqualTo(LineKind.GRAFT);
    assertThat(read("IAMAT " + name + " +1+1 1").kind()).isEqualTo(LineKind.TOO_LONG);
  }
}
