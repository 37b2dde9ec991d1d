package org.placeherd.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Writes events in one form, one behind the other.
final class PieceWriter {
  private final Form form;
  private final String start;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// @param start what ids begin with
  PieceWriter(Form form, String start) {
    this.form = form;
    this.start = start;
  }

  /// Writes an event from which the client can go on.
  ///
  /// @param head what [Form#head] made
  /// @param number of the latest change that it has been told then
  void add(byte[] head, long number) {
    bytes.writeBytes(head);
    bytes.writeBytes(form.end(id(start, number)));
  }

  /// Writes an event from which nobody can go on.
  void add(byte[] head) {
    bytes.writeBytes(head);
    bytes.writeBytes(form.end());
  }

  /// Writes a count of something; with ids around it where they are known.
  void addCount(String word, String json, long number, boolean hasId) {
    byte[] head = form.head(word, json.getBytes(UTF_8));
    if (hasId) {
      add(head, number);
    } else {
      add(head);
    }
  }

  /// Writes a sign of life.
  void addAlive(long number, boolean hasId) {
    if (hasId) {
      add(form.alive(), number);
    } else {
      add(form.alive());
    }
  }

  static String id(String start, long number) {
    return start + '.' + number;
  }

  int length() {
    return bytes.size();
  }

  Piece piece() {
    return new Piece(bytes.toByteArray());
  }
}
