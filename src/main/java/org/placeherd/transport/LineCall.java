package org.placeherd.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.placeherd.transport.LinesUnanswered.Reason;
import org.placeherd.wire.ByteWriter;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Lines that were said at once, and the replies to them. On the loop once it has arrived there.
final class LineCall {
  private static final byte[] NOTHING = {};

  private final LineCalls door;
  private final LineCaller caller;
  private final byte[] lines;
  private final int end;
  private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
  private final List<LaterReply> replies = new ArrayList<>(1);
  private int at;
  private int replyBytes;

  /// Replies that are not known, or not safe.
  private int open;

  private boolean isHandled;
  private boolean isEnded;

  /// @param said the last line need not be ended
  LineCall(LineCalls door, LineCaller caller, byte[] said) {
    this.door = door;
    this.caller = caller;
    boolean lacksEnd = said.length > 0 && said[said.length - 1] != '\n';
    end = lacksEnd ? said.length + 1 : said.length;
    lines = Arrays.copyOf(said, end + 1 + LineReader.SLACK_BYTES);
    if (lacksEnd) {
      lines[said.length] = '\n';
    }
  }

  LineCaller caller() {
    return caller;
  }

  CompletionStage<byte[]> answer() {
    return answer;
  }

  /// Bytes of the lines and of the replies so far.
  long heldBytes() {
    return (long) lines.length + replyBytes;
  }

  /// Whether none of its lines was handled yet.
  boolean isNew() {
    return at == 0;
  }

  /// Reads the next lines. Behind one that is too long nothing counts, as on a connection.
  void read(LineReader reader, int questions, LineBatch batch) {
    at = reader.read(lines, at, end, false, questions, batch);
  }

  /// Whether no line is left.
  boolean isRead() {
    return at == end || isEnded;
  }

  /// Adds replies that are known, and forgets them in `written`.
  void add(ByteWriter written) {
    if (written.size() > 0) {
      LaterReply reply = new LaterReply(_ -> {}, NOTHING);
      reply.settle(written.toByteArray());
      written.clear();
      replies.add(reply);
      open++;
      known(reply);
    }
  }

  /// Adds a reply of which only the head is known.
  LaterReply later(byte[] head) {
    LaterReply reply =
        new LaterReply(
            settled -> {
              known(settled);
              caller.settled();
            },
            head);
    replies.add(reply);
    open++;
    return reply;
  }

  private void known(LaterReply reply) {
    if (isEnded) {
      return;
    }
    int bytes = reply.length();
    replyBytes += bytes;
    boolean hasRoom = door.grow(bytes);
    if (replyBytes > LineCalls.REPLY_BYTES_MAX) {
      refuseReplies();
    } else if (!hasRoom) {
      fail(Reason.BUSY, "Too many replies wait to be read; try again later.");
    } else {
      door.ready(this);
    }
  }

  private void refuseReplies() {
    fail(
        Reason.TOO_LONG,
        "The replies are longer than %,d bytes; say fewer lines at a time."
            .formatted(LineCalls.REPLY_BYTES_MAX));
  }

  /// All lines were handled.
  void handled() {
    isHandled = true;
    endIfDone();
  }

  /// One of the replies that are known is safe.
  void oneIsSafe() {
    open--;
    endIfDone();
  }

  private void endIfDone() {
    if (isHandled && open == 0 && !isEnded) {
      isEnded = true;
      door.release(heldBytes());
      answer.complete(joined());
    }
  }

  private byte[] joined() {
    byte[] all = new byte[replyBytes];
    int to = 0;
    for (LaterReply reply : replies) {
      to = reply.copyTo(all, to);
    }
    return all;
  }

  /// Ends without replies, before it was taken.
  void refuse(String sentence) {
    isEnded = true;
    answer.completeExceptionally(new LinesUnanswered(Reason.TOO_LONG, sentence));
  }

  /// Ends without replies.
  void fail(Reason reason, String sentence) {
    if (!isEnded) {
      isEnded = true;
      door.release(heldBytes());
      answer.completeExceptionally(new LinesUnanswered(reason, sentence));
    }
  }
}
