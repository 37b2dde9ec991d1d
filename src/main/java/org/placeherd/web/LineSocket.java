package org.placeherd.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket on which lines are said: a message of lines in, a message of their replies out, in
/// order. On the event loop.
///
/// Bounds: it stops to read while [#WAITING_MAX] messages, or [#WAITING_BYTES_MAX] bytes of them,
/// wait for their replies, or while the client does not read its own. Replies that clients have not
/// read are bounded for all of them together by [Unread].
final class LineSocket {
  /// Messages that wait for their replies: as many as may be questions on a line connection.
  static final int WAITING_MAX = 64;

  /// Their bytes: a hundred reports. Every one may be a question, whose answer is long.
  static final int WAITING_BYTES_MAX = 8 * 1024;

  /// Replies in the queue of one socket, after which nothing more is read from it.
  static final int UNREAD_BYTES_MAX = 256 * 1024;

  private static final short GOING_AWAY = 1001;
  private static final short POLICY = 1008;
  private static final short TOO_BIG = 1009;
  private static final short TRY_AGAIN = 1013;

  /// Longest reason of a close frame, in bytes (RFC 6455 §5.5).
  private static final int REASON_BYTES_MAX = 123;

  private final ServerWebSocket socket;
  private final LineSpeaker speaker;
  private final Routes routes;
  private final Unread unread;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean isPaused;
  private boolean isAskedForLife;
  private boolean isClosing;

  /// Replies of all sockets that were handed to Vert.x and have not left.
  static final class Unread {
    /// Most of them, in bytes.
    static final long BYTES_MAX = 32L << 20;

    private long bytes;
  }

  /// A message of lines.
  private static final class Message {
    private final int bytes;
    private final boolean isText;
    private byte @Nullable [] replies;
    private Optional<LinesRefused> refused = Optional.empty();

    private Message(int bytes, boolean isText) {
      this.bytes = bytes;
      this.isText = isText;
    }
  }

  LineSocket(ServerWebSocket socket, LineSpeaker speaker, Routes routes, Unread unread) {
    this.socket = socket;
    this.speaker = speaker;
    this.routes = routes;
    this.unread = unread;
    socket.setWriteQueueMaxSize(UNREAD_BYTES_MAX);
    socket.textMessageHandler(text -> take(text.getBytes(UTF_8), true));
    socket.binaryMessageHandler(bytes -> take(bytes.getBytes(), false));
    socket.pongHandler(_ -> isAskedForLife = false);
    socket.drainHandler(_ -> readOn());
    socket.exceptionHandler(this::broke);
  }

  private void take(byte[] lines, boolean isText) {
    isAskedForLife = false;
    if (isClosing) {
      return;
    }
    Message message = new Message(lines.length, isText);
    waiting.add(message);
    waitingBytes += lines.length;
    if (!mayRead() && !isPaused) {
      isPaused = true;
      socket.pause();
    }
    Consumer<byte[]> answered =
        routes.onThisLoop(replies -> {
          message.replies = replies;
          sendSettled();
        });
    Consumer<LinesRefused> refused =
        routes.onThisLoop(reason -> {
          message.refused = Optional.of(reason);
          sendSettled();
        });
    var _ =
        speaker
            .say(lines)
            .whenComplete((replies, failure) -> {
              if (failure == null) {
                answered.accept(replies);
              } else {
                refused.accept(LinesRefused.of(failure));
              }
            });
  }

  private boolean mayRead() {
    return waiting.size() < WAITING_MAX
        && waitingBytes < WAITING_BYTES_MAX
        && !socket.writeQueueFull();
  }

  /// Sends all replies that are known and have no unknown one before them.
  private void sendSettled() {
    for (Message next = waiting.peek(); next != null && !isClosing; next = waiting.peek()) {
      byte[] replies = next.replies;
      if (next.refused.isPresent()) {
        refuse(next.refused.get());
      } else if (replies == null) {
        break;
      } else {
        waiting.remove();
        waitingBytes -= next.bytes;
        send(replies, next.isText);
      }
    }
    readOn();
  }

  private void readOn() {
    if (isPaused && mayRead()) {
      isPaused = false;
      socket.resume();
    }
  }

  /// Text is answered by text, unless a reply is none: names are bytes.
  private void send(byte[] replies, boolean asText) {
    if (replies.length == 0) {
      return; // complaints are never answered
    }
    if (unread.bytes > Unread.BYTES_MAX && socket.writeQueueFull()) {
      close(TRY_AGAIN, "too many replies wait for clients that do not read");
      return;
    }
    unread.bytes += replies.length;
    Optional<String> text = asText ? text(replies) : Optional.empty();
    text.map(socket::writeTextMessage)
        .orElseGet(() -> socket.writeBinaryMessage(Buffer.buffer(replies)))
        .onComplete(_ -> unread.bytes -= replies.length);
  }

  private static Optional<String> text(byte[] replies) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(replies)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private void refuse(LinesRefused reason) {
    short code = reason.isForWrongTokens() ? POLICY : reason.isTooLong() ? TOO_BIG : TRY_AGAIN;
    close(code, reason.sentence());
  }

  /// What came is no message that is taken, or the connection is lost.
  private void broke(Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException corrupted) {
      close((short) corrupted.closeStatus().code(), String.valueOf(failure.getMessage()));
    } else if (failure instanceof IOException) {
      isClosing = true; // nobody is there to be told
    } else {
      close(TOO_BIG, "a message may have at most %,d bytes".formatted(WebBounds.LINES_BYTES_MAX));
    }
  }

  /// Closes it; what still waits gets no reply.
  private void close(short code, String reason) {
    isClosing = true;
    waiting.clear();
    waitingBytes = 0;
    var _ = socket.close(code, reason.substring(0, Math.min(reason.length(), REASON_BYTES_MAX)));
  }

  /// Asks for a sign of life, or closes if there was none since the last time. While nothing is
  /// read no sign could be seen; then the bound on sockets where no byte moves holds.
  void ping() {
    if (isClosing || isPaused) {
      return;
    }
    if (isAskedForLife) {
      close(GOING_AWAY, "a ping was not answered");
    } else {
      isAskedForLife = true;
      var _ = socket.writePing(Buffer.buffer());
    }
  }
}
