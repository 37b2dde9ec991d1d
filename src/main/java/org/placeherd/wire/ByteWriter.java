package org.placeherd.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing run of bytes that lines are written into and sent from. Not thread-safe.
public final class ByteWriter {
  private byte[] bytes;
  private int size;

  /// Starts empty with room for `capacity` bytes.
  public ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /// The bytes written so far are `array()[0 … size())`. The array changes when it grows.
  public byte[] array() {
    return bytes;
  }

  /// How many bytes have been written.
  public int size() {
    return size;
  }

  /// Forgets what was written; keeps the room.
  public void clear() {
    size = 0;
  }

  /// Forgets all that was written behind the first `newSize` bytes.
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /// Appends one byte.
  public void put(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /// Appends `source[from … to)`.
  public void put(byte[] source, int from, int to) {
    int length = to - from;
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /// Appends all of `source`.
  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  /// Appends text as UTF-8. Not for the hot path.
  public void put(String text) {
    put(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of what was written.
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// What was written, read as UTF-8.
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  /// Makes room for `more` bytes; the caller writes them into [#array] and says so by [#advance].
  void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  void advance(int written) {
    size += written;
  }
}
