package org.placeherd.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/// Whole events in a row, made once for all who get them. On the event loop.
public final class Piece {
  private final byte[] bytes;
  private Optional<Buffer> buffer = Optional.empty();
  private Optional<String> text = Optional.empty();

  Piece(byte[] bytes) {
    this.bytes = bytes;
  }

  /// How many bytes it has.
  int length() {
    return bytes.length;
  }

  /// The events as bytes. Nobody may change them.
  Buffer buffer() {
    Buffer made = buffer.orElseGet(() -> Buffer.buffer(bytes));
    buffer = Optional.of(made);
    return made;
  }

  /// The events as text.
  public String text() {
    String made = text.orElseGet(() -> new String(bytes, UTF_8));
    text = Optional.of(made);
    return made;
  }
}
