package org.placeherd.web.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/// How events are written. An event is a head, the same for all who get it, and an end, which has
/// its id or none.
public enum Form {
  /// Server-sent events (HTML standard, §9.2).
  EVENT_STREAM,
  /// A JSON object on each line.
  JSON_LINES;

  /// The head of an event.
  ///
  /// @param data a JSON object
  byte[] head(String word, byte[] data) {
    String json = new String(data, UTF_8);
    String text =
        switch (this) {
          case EVENT_STREAM -> "event: %s\ndata: %s\n".formatted(word, json);
          case JSON_LINES -> "{\"event\":\"%s\",\"data\":%s".formatted(word, json);
        };
    return text.getBytes(UTF_8);
  }

  /// The head of a sign of life.
  byte[] alive() {
    String text =
        switch (this) {
          case EVENT_STREAM -> ": alive\n";
          case JSON_LINES -> "{\"event\":\"alive\"";
        };
    return text.getBytes(UTF_8);
  }

  /// The end of an event that has an id.
  byte[] end(String id) {
    String text =
        switch (this) {
          case EVENT_STREAM -> "id: " + id + "\n\n";
          case JSON_LINES -> ",\"id\":\"" + id + "\"}\n";
        };
    return text.getBytes(UTF_8);
  }

  /// The end of an event from which nobody can go on.
  byte[] end() {
    String text =
        switch (this) {
          case EVENT_STREAM -> "\n";
          case JSON_LINES -> "}\n";
        };
    return text.getBytes(UTF_8);
  }
}
