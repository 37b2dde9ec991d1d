package org.placeherd.web.stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/// The way to somebody who follows. On the event loop.
public interface Outgoing {
  /// Sends events.
  ///
  /// @return ends when they have left, or cannot
  Future<Void> write(Piece piece);

  /// Ends the stream.
  ///
  /// @return ends when that has left, or cannot
  Future<Void> end(End why);

  /// Why a stream is ended by the server.
  enum End {
    /// The server is stopping.
    GOING_AWAY((short) 1001, "the server is stopping"),
    /// The client may not read any more.
    NOT_ALLOWED((short) 1008, "the token was taken back, or may not read any more"),
    /// The client does not read.
    TOO_SLOW((short) 1013, "nothing was read for too long; come back and go on"),
    /// The server has failed to read what was asked for.
    FAILED((short) 1011, "the server could not read what it has; come back");

    private final short code;
    private final String reason;

    End(short code, String reason) {
      this.code = code;
      this.reason = reason;
    }
  }

  /// Server-sent events, as the body of a response whose head has left. How it ends says nothing.
  static Outgoing to(HttpServerResponse response) {
    return new Outgoing() {
      @Override
      public Future<Void> write(Piece piece) {
        return response.write(piece.buffer());
      }

      @Override
      public Future<Void> end(End why) {
        return response.end(Buffer.buffer());
      }
    };
  }

  /// Text messages of whole lines.
  static Outgoing to(ServerWebSocket socket) {
    return new Outgoing() {
      @Override
      public Future<Void> write(Piece piece) {
        return socket.writeTextMessage(piece.text());
      }

      @Override
      public Future<Void> end(End why) {
        return socket.close(why.code, why.reason);
      }
    };
  }
}
