package org.placeherd.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.placeherd.transport.Introduction.Peer;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Finds lines in what a peer says back on our link to it: first its answer to HELLO, then, if it
/// is ours, what it answers. On the event loop.
final class AnswerReader {
  /// More of an answer to HELLO than this is none of ours.
  private static final int MAX_GREETING_BYTES = 1_024;

  private static final byte[] NOTHING = {};

  private final LineReader reader;
  private final Introduction introduction;
  private final LineBatch batch = new LineBatch();
  private final StringBuilder greeting = new StringBuilder();
  private Peer peer = Peer.UNKNOWN;
  private byte[] leftover = NOTHING;

  AnswerReader(LineReader reader, Introduction introduction) {
    this.reader = reader;
    this.introduction = introduction;
  }

  /// Another connection: what was left of the one before is no part of it.
  void clear() {
    leftover = NOTHING;
    greeting.setLength(0);
    peer = Peer.UNKNOWN;
  }

  /// Reads the first line, if that has not come yet.
  Peer readGreeting(ByteBuf bytes) {
    if (peer != Peer.UNKNOWN) {
      return peer;
    }
    int end = bytes.bytesBefore((byte) '\n');
    int length = end < 0 ? bytes.readableBytes() : end + 1;
    greeting.append(bytes.readCharSequence(length, StandardCharsets.ISO_8859_1));
    if (end >= 0 || greeting.length() > MAX_GREETING_BYTES) {
      String line = greeting.substring(0, greeting.length() - 1);
      peer = introduction.judge(end >= 0 ? line : "");
    }
    return peer;
  }

  /// Hands the lines that the bytes complete to the feed.
  ///
  /// @return false if a line was too long, or HTTP
  boolean read(ByteBuf bytes, PeerFeed feed) {
    int to = leftover.length + bytes.readableBytes();
    byte[] input = Arrays.copyOf(leftover, to + 1 + LineReader.SLACK_BYTES);
    bytes.readBytes(input, leftover.length, to - leftover.length);
    int at = 0;
    while (true) {
      batch.clear();
      at = reader.read(input, at, to, true, Integer.MAX_VALUE, batch);
      if (batch.size() == 0) {
        break;
      }
      if (batch.line(batch.size() - 1).kind().isLast()) {
        return false;
      }
      feed.heard(batch);
    }
    leftover = Arrays.copyOfRange(input, at, to);
    return true;
  }
}
