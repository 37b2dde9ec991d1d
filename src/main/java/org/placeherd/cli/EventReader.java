package org.placeherd.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/// Reads server-sent events, as the HTML standard says (§9.2.6), one at a time. Remembers the id of
/// the latest.
final class EventReader {
  private static final String EVENT = "event";
  private static final String DATA = "data";
  private static final String ID = "id";

  private final BufferedReader lines;
  private String lastId;

  /// @param lastId the id of an event that was read before, or empty
  EventReader(BufferedReader lines, String lastId) {
    this.lines = lines;
    this.lastId = lastId;
  }

  /// An event.
  record Event(String word, String data) {}

  /// The next event; nothing if the stream has ended.
  Optional<Event> next() throws IOException {
    String word = "";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return Optional.of(new Event(word, data.toString()));
        }
        word = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case EVENT -> word = value;
        case DATA -> data.append(data.isEmpty() ? "" : "\n").append(value);
        case ID -> lastId = value;
        default -> {} // a comment, or what this reader need not know
      }
    }
    return Optional.empty();
  }

  /// The id of the latest event, behind which the stream can go on.
  String lastId() {
    return lastId;
  }
}
