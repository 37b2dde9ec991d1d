package org.placeherd.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.placeherd.wire.HashKey;
import org.placeherd.wire.Limits;
import org.placeherd.wire.Line;
import org.placeherd.wire.LineBatch;
import org.placeherd.wire.LineReader;

/// Turns text into parsed lines, one character (ISO-8859-1) a byte.
final class TestLines {
  static final HashKey KEY = new HashKey(1, 2);

  private TestLines() {}

  /// The lines of a text, its last LF included; at most a batch.
  static LineBatch batch(String text, HashKey key) {
    LineBatch batch = new LineBatch();
    byte[] bytes = Arrays.copyOf(text.getBytes(ISO_8859_1), text.length() + LineReader.SLACK_BYTES);
    int end = new LineReader(Limits.DEFAULT, key).read(bytes, 0, text.length(), true, 1_000, batch);
    if (end != text.length()) {
      throw new IllegalArgumentException("lines left: " + text.substring(end));
    }
    return batch;
  }

  static Line line(String text) {
    return line(text, KEY);
  }

  static Line line(String text, HashKey key) {
    return batch(text + "\n", key).line(0);
  }
}
