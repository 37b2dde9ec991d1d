package org.placeherd.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.placeherd.wire.AtLine;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.Line;

/// The texts that do not fit a slot of the table: long names, many digits, a Δ in another server's
/// hand.
final class LongTexts {
  private static final byte[] NOTHING = {};

  private final List<byte[]> texts = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private long bytes;

  /// What a text takes.
  ///
  /// @param textLength of `<client> <position> <time>`
  static int bytes(int textLength, int deltaLength) {
    return textLength + (deltaLength > 0 ? deltaLength + 1 : 0) + ReportDigest.SLACK_BYTES;
  }

  /// What all of them take.
  long bytes() {
    return bytes;
  }

  /// Keeps a copy of the line's text, with room behind it for [ReportDigest], and returns its
  /// number.
  int keep(byte[] delta, Line line) {
    byte[] joined = join(delta, line);
    byte[] text = Arrays.copyOf(joined, joined.length + ReportDigest.SLACK_BYTES);
    bytes += text.length;
    Integer number = free.poll();
    if (number == null) {
      texts.add(text);
      return texts.size() - 1;
    }
    texts.set(number, text);
    return number;
  }

  byte[] get(int number) {
    return texts.get(number);
  }

  void release(int number) {
    bytes -= texts.get(number).length;
    texts.set(number, NOTHING);
    free.push(number);
  }

  /// `[<Δ> ]<client> <position> <time>`, or for a deletion `[<Δ> ]<client> <time>`.
  static byte[] join(byte[] delta, Line line) {
    ByteWriter text = new ByteWriter(line.timeTo() - line.clientFrom() + delta.length + 1);
    if (delta.length > 0) {
      text.put(delta);
      text.put(' ');
    }
    AtLine.putTail(text, line);
    return text.toByteArray();
  }
}
