package org.placeherd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// A table of `docs/reliability.md` that says what a test has found. The test compares them, or
/// writes the table anew where `-Dplaceherd.rewrite=true` asks for it.
final class DocumentTable {
  private static final Path DOCUMENT = Path.of("docs/reliability.md");
  private static final boolean REWRITE = Boolean.getBoolean("placeherd.rewrite");

  private final String head;

  /// @param head the line of its column names
  DocumentTable(String head) {
    this.head = head;
  }

  /// Fails if the table's rows are others.
  ///
  /// @param test who found them
  /// @param compared what of a row has to be equal
  void requireRows(List<String> rows, Class<?> test, UnaryOperator<String> compared)
      throws IOException {
    if (REWRITE) {
      rewrite(rows);
    }
    assertThat(rows().stream().map(compared).toList())
        .as(
            "the table '%s' in docs/reliability.md; to write it anew:"
                + " mvn test -Dtest=%s -Dplaceherd.rewrite=true",
            head, test.getSimpleName())
        .isEqualTo(rows.stream().map(compared).toList());
  }

  private List<String> rows() throws IOException {
    List<String> lines = Files.readAllLines(DOCUMENT);
    int first = lines.indexOf(head) + 2;
    assertThat(first).as("the line behind '%s'", head).isGreaterThan(1);
    return lines.stream().skip(first).takeWhile(line -> line.startsWith("|")).toList();
  }

  private void rewrite(List<String> rows) throws IOException {
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf('\n', document.indexOf('\n', document.indexOf(head)) + 1) + 1;
    int to = from;
    while (document.startsWith("|", to)) {
      to = document.indexOf('\n', to) + 1;
    }
    String table = String.join("\n", rows) + "\n";
    Files.writeString(DOCUMENT, document.substring(0, from) + table + document.substring(to));
  }
}
