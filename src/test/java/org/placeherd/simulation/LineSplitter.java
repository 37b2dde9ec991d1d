package org.placeherd.simulation;

import java.util.function.Consumer;

/// Cuts a stream of text into lines without their CR and LF; keeps what has not ended.
final class LineSplitter {
  private final StringBuilder rest = new StringBuilder();

  void add(String bytes, Consumer<String> lines) {
    rest.append(bytes);
    int end = rest.indexOf("\n");
    while (end >= 0) {
      String line = rest.substring(0, end);
      rest.delete(0, end + 1);
      lines.accept(line.endsWith("\r") ? line.substring(0, end - 1) : line);
      end = rest.indexOf("\n");
    }
  }
}
