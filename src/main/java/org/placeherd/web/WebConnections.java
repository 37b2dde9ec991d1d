package org.placeherd.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The connections that are open, and the end of those that have no business. On the event loop,
/// but for the counts.
final class WebConnections {
  private final long silenceNanos;
  private final LongSupplier nanoTime;
  private final Map<HttpConnection, State> open = new ConcurrentHashMap<>();
  private final LongAdder broken = new LongAdder();
  private final LongAdder silent = new LongAdder();
  private long lastNumber;

  private static final class State {
    private final long number;
    private int underWay;
    private int controlFrames;
    private long silentSinceNanos;

    private State(long number, long nanos) {
      this.number = number;
      this.silentSinceNanos = nanos;
    }
  }

  WebConnections(WebBounds bounds, LongSupplier nanoTime) {
    this.silenceNanos = bounds.silence().toNanos();
    this.nanoTime = nanoTime;
  }

  /// Takes a new connection in.
  void opened(HttpConnection connection) {
    State state = new State(--lastNumber, nanoTime.getAsLong());
    open.put(connection, state);
    connection.closeHandler(_ -> open.remove(connection));
    connection.exceptionHandler(_ -> broke());
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      connection.pingHandler(_ -> countControlFrame(connection, state));
      connection.remoteSettingsHandler(_ -> countControlFrame(connection, state));
    }
  }

  private void countControlFrame(HttpConnection connection, State state) {
    state.controlFrames++;
    if (state.controlFrames > WebBounds.CONTROL_FRAMES_MAX) {
      broke();
      connection.close();
    }
  }

  /// A connection broke, or what it sent cannot be; Vert.x closes it.
  void broke() {
    broken.increment();
  }

  /// The head of a request has come; the rest has as long as a silence may be.
  void heard(HttpConnection connection) {
    State state = open.get(connection);
    if (state != null) {
      state.silentSinceNanos = nanoTime.getAsLong();
    }
  }

  /// A connection is gone, though it may not say so itself: it has become a WebSocket.
  void closed(HttpConnection connection) {
    open.remove(connection);
  }

  /// A request has come whole. Returns the number of its connection, below 0.
  long began(HttpConnection connection) {
    State state = open.get(connection);
    if (state == null) {
      return lastNumber; // it is closed already; nobody will see the answer
    }
    state.underWay++;
    return state.number;
  }

  /// A request has been answered.
  void ended(HttpConnection connection) {
    @Nullable State state = open.get(connection);
    if (state != null) {
      state.underWay--;
      state.silentSinceNanos = nanoTime.getAsLong();
    }
  }

  /// Closes those that have been silent for too long.
  void closeSilent() {
    long now = nanoTime.getAsLong();
    for (Map.Entry<HttpConnection, State> entry : List.copyOf(open.entrySet())) {
      State state = entry.getValue();
      state.controlFrames = 0;
      if (state.underWay == 0 && now - state.silentSinceNanos >= silenceNanos) {
        silent.increment();
        entry.getKey().close();
      }
    }
  }

  /// How many are open.
  int size() {
    return open.size();
  }

  /// How often one broke.
  long broken() {
    return broken.sum();
  }

  /// How many were closed because they were silent.
  long silent() {
    return silent.sum();
  }
}
