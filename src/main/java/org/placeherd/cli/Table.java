package org.placeherd.cli;

import java.util.ArrayList;
import java.util.List;
import org.placeherd.server.Names;

/// Rows of text under each other in aligned columns.
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /// Adds a row; control characters in it are made visible.
  void add(String... cells) {
    rows.add(List.of(cells).stream().map(Names::printable).toList());
  }

  /// The rows, each with the indent before and a line's end after it.
  String text(String indent) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell)
            .append(" ".repeat(Math.max(0, width(column) - letters(cell))))
            .append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /// The last cell of a row needs no room: nothing stands behind it.
  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column + 1)
        .mapToInt(row -> letters(row.get(column)))
        .max()
        .orElse(0);
  }

  private static int letters(String text) {
    return text.codePointCount(0, text.length());
  }
}
